namespace Seatrial.Scenarios.Auth;

/// <summary>The token as users give it to cargo: with <c>cargo login</c>.</summary>
internal sealed class LoginWithCargo : Scenario
{
    public override string Id => "auth/login-with-cargo";

    public override string Title => "cargo login keeps a token for publishing, safe from other users, until cargo logout.";

    public override string Story =>
        "A user copies the line that a registry's page shows and pastes it into cargo login. From then on cargo publish works without another "
        + "word, and only this user can read the stored token. After cargo logout cargo has it no more.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Pages show the whole line cargo login TOKEN; cargo reduces it to the token.",
        "cargo login does not ask the registry whether the token is good, and cargo logout does not revoke it: auth/revoked-token.",
        "Cargo's home knows nothing of the registry before: login itself reads config.json.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("logged-in"), "0.1.0");
        var home = trial.CargoHome(null);
        var folder = home.Package(package.Name, package.Version);
        string[] publish = ["publish", "--registry", CargoHome.RegistryName, "--no-verify"];

        await trial.Setup("cargo publish before anybody has logged in", async check =>
        {
            var cargo = await home.Run(folder, publish);
            check.Equal("cargo publish without a token ends with 101", 101, cargo.ExitCode, "AUTH-10");
            check.Contains("cargo asks for a login", "cargo login", cargo.Errors, "AUTH-10");
        });

        await trial.Step("cargo login, with the line that pages show", async check =>
        {
            var login = await home.RunWith($"cargo login {trial.Publisher.Token}\n", folder, "login", "--registry", CargoHome.RegistryName);
            check.Equal("cargo login ends with 0", 0, login.ExitCode, "API-LOGIN-01", "CFG-01");
            check.Contains("the token alone is stored", $"token = \"{trial.Publisher.Token}\"", Credentials(home), "API-LOGIN-03");
            check.Lacks("the token is not shown", trial.Publisher.Token, login.Output + login.Errors, "API-LOGIN-03");
            if (!OperatingSystem.IsWindows())
                check.Equal("only the user can read the file",
                    UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.CredentialsFile), "API-LOGIN-03");
        });

        await trial.Step("cargo publish", async check =>
        {
            var cargo = await home.Run(folder, publish);
            check.Equal("cargo publish ends with 0", 0, cargo.ExitCode, "API-LOGIN-03", "AUTH-10", "API-PUB-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            check.Equal("the version is in the index", 1, lines.Count, "API-PUB-08");
        });

        await trial.Step("cargo logout", async check =>
        {
            var logout = await home.Run(folder, "logout", "--registry", CargoHome.RegistryName);
            check.Equal("cargo logout ends with 0", 0, logout.ExitCode, "API-LOGIN-03");
            check.Lacks("the token is not stored any more", trial.Publisher.Token, Credentials(home), "API-LOGIN-03");
            var cargo = await home.Run(home.Package(package.Name, "0.2.0"), publish);
            check.Equal("cargo publish after the logout ends with 101", 101, cargo.ExitCode, "API-LOGIN-03", "AUTH-10");
            check.Succeeded("the token itself is still good",
                await trial.Registry.Publish(package with { Version = "0.3.0" }, trial.Publisher), "API-LOGIN-03");
        });
    }

    private static string Credentials(CargoHome home) => File.Exists(home.CredentialsFile) ? File.ReadAllText(home.CredentialsFile) : "no file";
}
