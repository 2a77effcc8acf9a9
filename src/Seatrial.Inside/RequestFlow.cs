using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Seatrial.Inside;

/// <summary>
/// Knows what is done for an HTTP request, and what the application does by itself: jobs, timers, its start. The second comes
/// and goes with time, and a tester tells it apart.
/// </summary>
internal sealed class RequestFlow : IStartupFilter
{
    private static readonly AsyncLocal<bool> Marked = new();

    /// <summary>Whether what runs here was begun by a request.</summary>
    public static bool IsRequest => Marked.Value;

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => context =>
        {
            Marked.Value = true;
            return following(context);
        });
        next(app);
    };
}
