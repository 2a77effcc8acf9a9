using System.Text;

namespace Seatrial.Faults.Postgres;

/// <summary>
/// The commands that were seen lately, found by their bytes. To read an SQL text takes far longer than to pass it on, and an
/// application sends the same ones again and again; those of the simple protocol differ in their numbers only.
/// </summary>
internal sealed class Commands(Watch watch)
{
    private const int MostKept = 4_096;
    private const int LongestKept = 8 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<byte[], Command> _known = new(Bytes.Comparer);
    private Names _names = Names.None;

    /// <summary>The command of a text in UTF-8.</summary>
    public Command Of(ReadOnlySpan<byte> sql)
    {
        if (sql.Length > LongestKept)
            return Read(sql, watch.Recording.Names);
        var names = watch.Recording.Names;
        Span<byte> key = stackalloc byte[sql.Length];
        // A name of this run may have a number in it, so then numbers count.
        if (names.Replacements.Count == 0)
            key = key[..WithoutNumbers(sql, key)];
        else
            sql.CopyTo(key);
        lock (_lock)
        {
            if (names != _names)
            {
                _known.Clear();
                _names = names;
            }

            var known = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (known.TryGetValue(key, out var command))
                return command;
            if (_known.Count >= MostKept)
                _known.Clear();
            return _known[key.ToArray()] = Read(sql, names);
        }
    }

    private static Command Read(ReadOnlySpan<byte> sql, Names names) => Command.Of(names.Normalise(Encoding.UTF8.GetString(sql)));

    // Texts that differ in whole numbers only are one statement (see Statement), so one key is enough for them.
    private static int WithoutNumbers(ReadOnlySpan<byte> sql, Span<byte> key)
    {
        var (at, length) = (0, 0);
        byte before = (byte)' ';
        while (at < sql.Length)
        {
            var one = sql[at];
            var digits = 0;
            if (char.IsAsciiDigit((char)one) && !IsOfWord(before))
                while (at + digits < sql.Length && char.IsAsciiDigit((char)sql[at + digits]))
                    digits++;
            if (digits > 0 && (at + digits == sql.Length || (!IsOfWord(sql[at + digits]))))
            {
                key[length++] = before = (byte)'?';
                at += digits;
            }
            else
            {
                key[length++] = before = one;
                at++;
            }
        }

        return length;
    }

    private static bool IsOfWord(byte one) => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'_' or (byte)'$' or (byte)'@' or (byte)':' or (byte)'.' or >= 0x80;
}
