namespace Seatrial.Registry.Health;

/// <summary>The two pages for people: what this is, and where tokens come from (API-LOGIN-02).</summary>
internal static class WelcomePages
{
    public static void Map(IEndpointRouteBuilder routes, Site site)
    {
        routes.MapGet("/", Answering.By(_ => Answer.Text($"""
            This is a Seatrial reference registry for Cargo.

            [registries.seatrial]
            index = "{site.Addresses.Index}"

            """)));
        routes.MapGet("/me", Answering.By(_ => Answer.Text($"""
            A token comes from your administrator. With one you can make more:

            curl -X PUT {site.Addresses.Registry}/api/v1/me/tokens -H "Authorization: $TOKEN" -d '{BodyExample}'

            Then: cargo login --registry seatrial

            """)));
    }

    private const string BodyExample = """{"api_token":{"name":"my laptop"}}""";
}
