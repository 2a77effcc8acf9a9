namespace Seatrial.Worlds.Seeding;

/// <summary>Takes rows, value by value: each database has its fastest way to take them.</summary>
internal abstract class Rows
{
    /// <summary>Begins a row; as many values follow as the table has columns.</summary>
    public abstract void Begin(Table table);

    /// <summary>A whole number of 64 bits, or null.</summary>
    public abstract Rows Number(long? value);

    /// <summary>A whole number of 32 bits.</summary>
    public abstract Rows Small(int value);

    public abstract Rows Flag(bool value);

    public abstract Rows Text(string? value);

    /// <summary>Text that is in UTF-8 already.</summary>
    public abstract Rows Text(ReadOnlySpan<byte> utf8);

    public abstract Rows Bytes(ReadOnlySpan<byte> value);

    /// <summary>Ends the row.</summary>
    public abstract void End();
}
