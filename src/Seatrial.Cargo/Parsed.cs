using System.Diagnostics.CodeAnalysis;

namespace Seatrial.Cargo;

/// <summary>What parsing gave: a value, or the rule that the input broke.</summary>
/// <typeparam name="T">The parsed type.</typeparam>
public readonly struct Parsed<T>
{
    private static readonly Violation Nothing = new("NONE", "Nothing was parsed.");

    private readonly T? value;
    private readonly Violation? violation;

    private Parsed(T? value, bool isValid, Violation? violation) =>
        (this.value, IsValid, this.violation) = (value, isValid, violation);

    /// <summary>True when there is a value.</summary>
    public bool IsValid { get; }

    /// <summary>The value; throws <see cref="InvalidOperationException"/> naming the violation when there is none.</summary>
    public T Value => IsValid ? value! : throw new InvalidOperationException(Violation!.ToString());

    /// <summary>The broken rule; null when there is a value.</summary>
    public Violation? Violation => IsValid ? null : violation ?? Nothing;

    /// <summary>Hands out the value, or the violation, never both.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T found, [NotNullWhen(false)] out Violation? broken)
    {
        found = value;
        broken = Violation;
        return IsValid;
    }

    /// <summary>Turns the value into another; a violation passes through.</summary>
    public Parsed<TOther> Map<TOther>(Func<T, TOther> turn) => IsValid ? turn(value!) : Violation!;

    /// <summary>Parses further; a violation passes through.</summary>
    public Parsed<TOther> Bind<TOther>(Func<T, Parsed<TOther>> parse) => IsValid ? parse(value!) : Violation!;

    /// <summary>A value is a parsed value.</summary>
    public static implicit operator Parsed<T>(T value) => new(value, true, null);

    /// <summary>A violation is a failed parse.</summary>
    public static implicit operator Parsed<T>(Violation violation) => new(default, false, violation);
}
