using System.Security.Cryptography;
using System.Text;
using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>
/// Filter and search, by keyboard too. Its script is the only one of the page, and the page's policy names it by its hash: a script that
/// a hostile text brings is not run. Without scripts the bar stays hidden, and the page is whole.
/// </summary>
internal static class Finder
{
    private static readonly string Code = HtmlReport.Read("report.js");

    /// <summary>The script, for the end of the page.</summary>
    public static Markup Script { get; } = Markup.Raw($"<script>{Code}</script>");

    /// <summary>What the page's policy allows to run.</summary>
    public static string Hash { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Code)))}'";

    /// <summary>The bar above the parts of the page.</summary>
    public static Markup Bar(RunView run) => $"""
        <div id="find" role="search" hidden>
        <label><span class="hidden">Search scenarios, rules and findings</span><input type="search" placeholder="Search" autocomplete="off" spellcheck="false"></label>
        <div class="switches" role="group" aria-label="Show scenarios by verdict">{Wording.Verdicts.Where(verdict => run.Count(verdict) > 0).Select(verdict => Switch(verdict, run.Count(verdict)))}</div>
        <p class="keys"><kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>Esc</kbd> clear</p>
        <output aria-live="polite"></output>
        </div>
        """;

    private static Markup Switch(Verdict verdict, int count) => $"""
        <button type="button" class="v-{verdict.Word}" value="{verdict.Word}" aria-pressed="false"><span aria-hidden="true">{verdict.Sign}</span> {verdict.Word} <b>{count}</b></button>
        """;
}
