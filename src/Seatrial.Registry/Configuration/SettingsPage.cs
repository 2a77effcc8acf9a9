using System.Text;

namespace Seatrial.Registry.Configuration;

/// <summary>The reference of all keys as Markdown: the part of docs/configuration.md that a test compares with this.</summary>
internal static class SettingsPage
{
    public static string Text
    {
        get
        {
            var page = new StringBuilder();
            foreach (var table in Settings.All.GroupBy(setting => setting.Table))
            {
                page.Append($"### `[{table.Key}]`\n\n| key | what | values | default | option | variable |\n|---|---|---|---|---|---|\n");
                foreach (var setting in table)
                    page.Append($"| `{setting.Key[(table.Key.Length + 1)..]}` | {setting.Meaning} | {setting.Allowed} | {setting.Default} | "
                        + $"`{setting.Option}` | {Variables(setting)} |\n");
                page.Append('\n');
            }

            return page.ToString().TrimEnd() + "\n";
        }
    }

    private static string Variables(Setting setting) =>
        setting.SecretVariable is { } secret ? $"`{secret}` (the secret), `{setting.Variable}`" : $"`{setting.Variable}`";
}
