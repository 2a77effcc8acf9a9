using Seatrial.Registry.Configuration;
using Seatrial.Registry.Publish;

namespace Seatrial.Registry.Tests.Configuration;

/// <summary>What a registry is told, by whom, and what is wrong with it.</summary>
public sealed class RegistryConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-configuration-test-").FullName;

    private string ConfigFile => Path.Combine(_folder, "registry.toml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_said_is_the_default()
    {
        var read = RegistryConfiguration.Read([], _ => null);
        Assert.Empty(read.Problems);
        Assert.Equal(new RegistryOptions() with { RateLimits = read.Options.RateLimits }, read.Options);
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_that_over_the_file_and_that_over_the_default()
    {
        File.WriteAllText(ConfigFile, "[server]\nport = 1\nedge-port = 1\nstorage-port = 3\n");
        var read = RegistryConfiguration.Read(["--config", ConfigFile, "--port", "11"],
            Environment(("SEATRIAL_PORT", "21"), ("SEATRIAL_EDGE_PORT", "22")));
        Assert.Empty(read.Problems);
        Assert.Equal((11, 22, 3), (read.Options.Port, read.Options.EdgePort, read.Options.StoragePort));
        Assert.Equal("127.0.0.1", read.Options.Listen);
    }

    [Fact]
    public void The_file_can_be_named_by_the_environment()
    {
        File.WriteAllText(ConfigFile, "[access]\nauth-required = true\n");
        Assert.True(RegistryConfiguration.Read([], Environment(("SEATRIAL_CONFIG", ConfigFile))).Options.AuthRequired);
        Assert.False(RegistryConfiguration.Read(["--auth-required=false"], Environment(("SEATRIAL_CONFIG", ConfigFile))).Options.AuthRequired);
    }

    [Theory]
    [InlineData("[server]\nprt = 1\n", ":2: server.prt: is not a key")]
    [InlineData("port = 1\n", ":1: port: is not a key")]
    [InlineData("\n[sever]\nport = 1\n", ":2: [sever] is not a table")]
    [InlineData("[[server]]\nport = 1\n", ":1: [server] is not a table")]
    [InlineData("[server]\nport = \"1\"\n", ":2: server.port: must be a number: a whole number from 0 to 65535")]
    [InlineData("[server]\nport = 65536\n", ":2: server.port: must be a whole number from 0 to 65535, not `65536`")]
    [InlineData("[server]\nport = -1\n", ":2: server.port: must be a whole number")]
    [InlineData("[server]\nport = 1\nport = 2\n", ":3:")]
    [InlineData("[server]\nlisten = \"localhost\"\n", ":2: server.listen: must be an IP address, not `localhost`")]
    [InlineData("[server]\nlog-level = 3\n", ":2: server.log-level: must be a text in quotes: trace, debug")]
    [InlineData("[server]\nlog-level = \"loud\"\n", ":2: server.log-level: must be trace, debug, information")]
    [InlineData("[server]\nparts = \"api\"\n", ":2: server.parts: must be a list of texts")]
    [InlineData("[server]\nparts = [\"api\", \"web\"]\n", ":2: server.parts: must be some of api, worker, storage, edge, not `api,web`")]
    [InlineData("[server]\nport = 8\nedge-port = 8\n", ":3: server.edge-port: is 8, as server.port is")]
    [InlineData("[access]\nauth-required = \"yes\"\n", ":2: access.auth-required: must be true or false, without quotes")]
    [InlineData("[access]\nrate-limits = [\"publish=1/1\"]\n", ":2: access.rate-limits: must be limits such as publish-new=5/600")]
    [InlineData("[storage]\nurl = \"ftp://x\"\n", ":2: storage.url: must be an http or https URL, not `ftp://x`")]
    [InlineData("[storage]\nsecret-file = \"nothing-here\"\n", ":2: storage.secret-file: must be a readable file that holds the secret")]
    [InlineData("[storage]\naccess-key = \"k\"\n", ":2: storage.access-key: needs storage.secret-file")]
    [InlineData("[server]\nparts = [\"api\"]\n", ":2: server.parts: without the part storage")]
    [InlineData("[tls]\nkey = \"k.pem\"\n", ":2: tls.key: needs tls.certificate beside it")]
    [InlineData("[tls]\ncertificate = \"c.pem\"\n", ":2: tls.certificate: needs tls.key beside it")]
    [InlineData("[tls]\ncertificate = \"c.pem\"\nkey = \"k.pem\"\n", ":2: tls.certificate: cannot be read")]
    [InlineData("[policy]\nname-length = 65\n", ":2: policy.name-length: must be a whole number from 1 to 64, not `65`")]
    [InlineData("[policy]\nreserved-names = [\"a b\"]\n", ":2: policy.reserved-names: must be crate names")]
    [InlineData("[policy]\nrequired-metadata = [\"licence\"]\n", ":2: policy.required-metadata: must be some of description, license")]
    [InlineData("[limits]\narchive-bytes = 99999999999\n", ":2: limits.archive-bytes: must be a whole number from 1024 to 33554432")]
    [InlineData("[limits]\npublish-memory-bytes = 2000000\n", ":2: limits.publish-memory-bytes: must hold one publish at least")]
    [InlineData("[server\n", ":1: not TOML")]
    public void What_is_wrong_in_the_file_is_named_with_its_line_and_key(string text, string expected)
    {
        File.WriteAllText(ConfigFile, text);
        var read = RegistryConfiguration.Read(["--config", ConfigFile], _ => null);
        Assert.Contains(read.Problems, problem => problem.StartsWith(ConfigFile + expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        File.WriteAllText(ConfigFile, "[server]\nport = 99999\n[policy]\nkeywrds = 1\n");
        var read = RegistryConfiguration.Read(["--config", ConfigFile, "--what"], Environment(("SEATRIAL_AUTH_REQUIRED", "maybe")));
        Assert.Equal(["--what: is not an option", $"{ConfigFile}:4: policy.keywrds: is not a key of the configuration; there are "
            + string.Join(", ", Settings.All.Where(setting => setting.Table == "policy").Select(setting => setting.Key)),
            $"{ConfigFile}:2: server.port: must be a whole number from 0 to 65535, not `99999`",
            "$SEATRIAL_AUTH_REQUIRED: must be true or false, not `maybe`"], read.Problems);
    }

    [Fact]
    public void A_private_registry_on_PostgreSQL_without_the_download_secret_is_a_contradiction_and_with_it_none()
    {
        File.WriteAllText(ConfigFile, "[access]\n\nauth-required = true\n");
        var database = ("SEATRIAL_DATABASE", "Host=127.0.0.1;Database=x");
        var without = RegistryConfiguration.Read(["--config", ConfigFile], Environment(database));
        Assert.StartsWith($"{ConfigFile}:3: access.auth-required: on PostgreSQL it needs access.download-secret-file",
            Assert.Single(without.Problems), StringComparison.Ordinal);
        Assert.Empty(RegistryConfiguration.Read(["--config", ConfigFile], Environment(database, ("SEATRIAL_DOWNLOAD_SECRET", "s"))).Problems);
        Assert.Empty(RegistryConfiguration.Read(["--config", ConfigFile], _ => null).Problems);
    }

    [Fact]
    public void A_secret_comes_from_a_file_beside_the_configuration_or_from_the_environment_and_is_never_shown()
    {
        const string Secret = "sea_a-secret-of-this-test";
        File.WriteAllText(Path.Combine(_folder, "admin"), $" {Secret}\n");
        File.WriteAllText(ConfigFile, "[server]\nadmin-token-file = \"admin\"\n");
        Assert.Equal(Secret, RegistryConfiguration.Read(["--config", ConfigFile], _ => null).Options.AdminToken);
        Assert.Equal(Secret, RegistryConfiguration.Read([], Environment(("SEATRIAL_ADMIN_TOKEN", Secret))).Options.AdminToken);
        Assert.Equal(Secret, RegistryConfiguration.Read([], Environment(("SEATRIAL_ADMIN_TOKEN_FILE", Path.Combine(_folder, "admin")))).Options.AdminToken);
        var both = RegistryConfiguration.Read([], Environment(("SEATRIAL_ADMIN_TOKEN", Secret), ("SEATRIAL_ADMIN_TOKEN_FILE", "admin")));
        Assert.Equal("$SEATRIAL_ADMIN_TOKEN_FILE: is given beside $SEATRIAL_ADMIN_TOKEN; keep one of them", Assert.Single(both.Problems));
        var weak = RegistryConfiguration.Read([], Environment(("SEATRIAL_ADMIN_TOKEN", "weak-secret")));
        Assert.Equal("$SEATRIAL_ADMIN_TOKEN: the administrator's token must have 16 characters or more", Assert.Single(weak.Problems));
        var broken = RegistryConfiguration.Read([], Environment(("SEATRIAL_DATABASE", "Pasword=hunter2")));
        Assert.Equal("$SEATRIAL_DATABASE: is not a connection string of PostgreSQL with a Host", Assert.Single(broken.Problems));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http/protobuf", null)]
    [InlineData("http://127.0.0.1:4317", null, null)]
    [InlineData("127.0.0.1:4317", null, "$OTEL_EXPORTER_OTLP_ENDPOINT: must be an http or https URL")]
    [InlineData("http://127.0.0.1:4318", "http/json", "$OTEL_EXPORTER_OTLP_PROTOCOL: must be grpc or http/protobuf")]
    public void A_collector_that_cannot_be_reached_in_this_way_is_told_at_the_start(string endpoint, string? protocol, string? problem)
    {
        var read = RegistryConfiguration.Read([], Environment(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol!)));
        Assert.Equal(problem, read.Problems.SingleOrDefault());
        Assert.True(read.Options.Telemetry);
        Assert.False(RegistryConfiguration.Read([], _ => null).Options.Telemetry);
    }

    [Fact]
    public async Task Check_config_tells_what_is_set_and_by_whom_without_secrets()
    {
        const string Secret = "sea_a-secret-of-this-test";
        File.WriteAllText(ConfigFile, "[policy]\nkeywords = 7\n");
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await CheckConfig.Run(["--config", ConfigFile, "--port", "8080"], Environment(("SEATRIAL_ADMIN_TOKEN", Secret)), output, errors);
        Assert.Equal((0, ""), (code, errors.ToString()));
        var text = output.ToString();
        Assert.Contains($"policy.keywords = 7 ({ConfigFile}:2)\n", text, StringComparison.Ordinal);
        Assert.Contains("server.port = 8080 (--port)\n", text, StringComparison.Ordinal);
        Assert.Contains("server.admin-token-file = (secret) ($SEATRIAL_ADMIN_TOKEN)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_config_ends_with_2_and_the_problem()
    {
        File.WriteAllText(ConfigFile, "[policy]\nkeywords = 7000\n");
        var (output, errors) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, await CheckConfig.Run(["--config", ConfigFile], _ => null, output, errors));
        Assert.Equal("", output.ToString());
        Assert.StartsWith($"{ConfigFile}:2: policy.keywords: must be", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_can_be_given_in_all_three_ways_with_its_own_default()
    {
        Assert.Equal(Settings.All.Count, Settings.All.Select(setting => setting.Key).Distinct().Count());
        Assert.Equal(Settings.All.Count, Settings.All.Select(setting => setting.Option).Distinct().Count());
        var variables = Settings.All.SelectMany(setting => new[] { setting.Variable, setting.SecretVariable }).OfType<string>().ToList();
        Assert.Equal(variables.Count, variables.Distinct().Count());
        foreach (var setting in Settings.All.Where(one => one.SecretVariable is null && one.Show(new RegistryOptions()) is not null))
        {
            var value = setting.Default;
            var written = setting.Shape switch
            {
                Shape.Text => $"\"{value}\"",
                Shape.List => $"[{string.Join(", ", value.Split(',').Select(item => $"\"{item}\""))}]",
                _ => value,
            };
            File.WriteAllText(ConfigFile, $"{setting.Key} = {written}\n".Insert(0, $"[{setting.Table}]\n").Replace($"\n{setting.Table}.", "\n", StringComparison.Ordinal));
            foreach (var read in new[]
            {
                RegistryConfiguration.Read(["--config", ConfigFile], _ => null),
                RegistryConfiguration.Read([setting.Shape == Shape.Flag ? $"{setting.Option}={value}" : setting.Option, .. setting.Shape == Shape.Flag ? Array.Empty<string>() : [value]], _ => null),
                RegistryConfiguration.Read([], Environment((setting.Variable, value))),
            })
            {
                Assert.Equal((setting.Key, ""), (setting.Key, string.Join('\n', read.Problems)));
                Assert.Equal((setting.Key, value), (setting.Key, setting.Show(read.Options)));
            }
        }
    }

    [Fact]
    public void The_page_of_the_configuration_is_what_the_code_says()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Seatrial.slnx")))
            folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "configuration.md"));
        const string Begin = "<!-- seatrial-registry settings -->\n";
        var at = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.Equal(SettingsPage.Text, page[at..]);
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(one => one.Name == name).Value;
}
