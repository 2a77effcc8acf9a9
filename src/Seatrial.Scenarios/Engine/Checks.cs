using System.Globalization;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// The assertions of one step. All of a step's checks are made and recorded before a failed one ends the scenario, so that
/// one run shows everything that is wrong with an answer.
/// </summary>
/// <remarks>Every check says in words what must hold, cites the rules of the contract that it proves, and records what it saw.</remarks>
public sealed class Checks
{
    private readonly Action<Checked> _write;

    internal Checks(Action<Checked> write) => _write = write;

    /// <summary>How many checks of the step failed so far.</summary>
    public int Failed { get; private set; }

    /// <summary>Checks that something holds.</summary>
    /// <param name="check">What must hold, in words.</param>
    /// <param name="holds">Whether it does.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="actual">What was seen.</param>
    /// <param name="rules">The rules that it proves.</param>
    /// <returns>Whether it held, for steps that cannot go on without it.</returns>
    public bool That(string check, bool holds, string expected, string actual, params ReadOnlySpan<string> rules)
    {
        if (!holds)
            Failed++;
        _write(new Checked
        {
            Check = check,
            Passed = holds,
            Expected = expected,
            Actual = actual,
            Rules = rules.ToArray(),
            Boundary = Boundary.ClientRegistry,
        });
        return holds;
    }

    /// <summary>Checks that two values are equal.</summary>
    public bool Equal<T>(string check, T expected, T actual, params ReadOnlySpan<string> rules) =>
        That(check, EqualityComparer<T>.Default.Equals(expected, actual), Show(expected), Show(actual), rules);

    /// <summary>Checks that a text contains another.</summary>
    public bool Contains(string check, string expected, string actual, params ReadOnlySpan<string> rules) =>
        That(check, actual.Contains(expected, StringComparison.Ordinal), $"a text with «{expected}»", Excerpt(actual), rules);

    /// <summary>Checks that a text does not contain another.</summary>
    public bool Lacks(string check, string unexpected, string actual, params ReadOnlySpan<string> rules) =>
        That(check, !actual.Contains(unexpected, StringComparison.Ordinal), $"a text without «{unexpected}»", Excerpt(actual), rules);

    /// <summary>Checks the status of an answer.</summary>
    public bool Status(string check, int expected, Answer answer, params ReadOnlySpan<string> rules) =>
        That(check, answer.Status == expected, expected.ToString(CultureInfo.InvariantCulture), answer.ToString(), rules);

    /// <summary>Checks that an answer is a success, 200 to 299, and that its body holds no errors (API-GEN-01, API-GEN-03).</summary>
    public bool Succeeded(string check, Answer answer, params ReadOnlySpan<string> rules) =>
        That(check, answer.IsSuccess && !answer.HasErrors, "a status of 200 to 299, and no errors in the body", answer.ToString(), rules);

    /// <summary>
    /// Checks that an answer refuses what was asked: a status of 400 to 499 with the contract's body of errors (API-GEN-02).
    /// A 5xx is no refusal: it says that the registry broke, not that the request was wrong.
    /// </summary>
    public bool Refused(string check, Answer answer, params ReadOnlySpan<string> rules) =>
        That(check, answer.Status is >= 400 and < 500 && answer.HasErrors,
            "a status of 400 to 499 with {\"errors\":[{\"detail\":…}]}", answer.ToString(), rules);

    /// <summary>Checks that an answer turns the caller away: 401 or 403 with the contract's body of errors (AUTH-08, API-GEN-02).</summary>
    public bool Denied(string check, Answer answer, params ReadOnlySpan<string> rules) =>
        That(check, answer.Status is 401 or 403 && answer.HasErrors,
            "401 or 403 with {\"errors\":[{\"detail\":…}]}", answer.ToString(), rules);

    /// <summary>Checks what one of the contract's own readers found; the rule that was broken is added to those cited.</summary>
    public bool Conforms(string check, Cargo.Violation? violation, params ReadOnlySpan<string> rules) =>
        That(check, violation is null, "no violation", violation is null ? "none" : $"{violation.Rule}: {violation.Message}",
            violation is null || rules.Contains(violation.Rule) || !RuleBook.Knows(violation.Rule) ? rules : [.. rules, violation.Rule]);

    private static string Show<T>(T value) => value switch
    {
        null => "nothing",
        string text => $"«{Excerpt(text)}»",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        System.Collections.IEnumerable many => $"[{string.Join(", ", many.Cast<object?>())}]",
        _ => value.ToString() ?? "nothing",
    };

    private static string Excerpt(string text) => text.Length <= 600 ? text : $"{text[..600]}… ({text.Length} characters)";
}
