using System.Collections;
using System.Data.Common;
using System.Globalization;

namespace Seatrial.Inside.Data;

/// <summary>
/// The rows of a statement that was done and whose answer a fault holds: read to the end, since only then the statement is done.
/// </summary>
/// <remarks>
/// Only crossings under a fault have it. The values are the driver's; what is asked for in another type is converted as drivers
/// do it, without the tables that describe a schema.
/// </remarks>
internal sealed class HeldReader : DbDataReader
{
    // A statement with more is not for holding.
    private const int MostCells = 4_000_000;

    private readonly List<Result> _results;
    private readonly int _recordsAffected;
    private readonly int _depth;
    private int _result;
    private int _row = -1;
    private int _left = int.MaxValue;
    private Func<Exception>? _end;
    private bool _isClosed;

    private HeldReader(List<Result> results, int recordsAffected, int depth) =>
        (_results, _recordsAffected, _depth) = (results, recordsAffected, depth);

    private sealed record Result(string[] Names, Type[] Types, string[] TypeNames, List<object[]> Rows);

    /// <summary>Reads all that a reader has, and disposes of it.</summary>
    public static HeldReader Copy(DbDataReader reader)
    {
        using (reader)
        {
            var results = new List<Result>();
            var cells = 0L;
            do
            {
                var result = Begin(reader);
                while (reader.Read())
                {
                    var row = new object[reader.FieldCount];
                    reader.GetValues(row);
                    result.Rows.Add(row);
                    if ((cells += row.Length) > MostCells)
                        throw new CannotBeHeld($"a result of more than {MostCells} values cannot be held");
                }

                results.Add(result);
            }
            while (reader.NextResult());
            var (affected, depth) = (reader.RecordsAffected, reader.Depth);
            reader.Close(); // Some drivers know only now how many rows were changed.
            return new HeldReader(results, Math.Max(affected, reader.RecordsAffected), depth);
        }
    }

    /// <summary>The first part of the rows is there, and then it fails.</summary>
    /// <param name="part">How much of it.</param>
    /// <param name="end">What happens then, and what is thrown.</param>
    public void EndAfter(double part, Func<Exception> end) =>
        (_left, _end) = ((int)(_results.Sum(result => result.Rows.Count) * part), end);

    public override int Depth => _depth;

    public override int FieldCount => Now.Names.Length;

    public override bool HasRows => Now.Rows.Count > 0;

    public override bool IsClosed => _isClosed;

    public override int RecordsAffected => _recordsAffected;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override void Close() => _isClosed = true;

    public override bool Read()
    {
        if (_row + 1 >= Now.Rows.Count)
        {
            _row = Now.Rows.Count;
            // The end of the answer is a part of it, too.
            return _end is not null && _result == _results.Count - 1 ? throw Fail() : false;
        }

        if (_left-- <= 0)
            throw Fail();
        _row++;
        return true;
    }

    public override bool NextResult()
    {
        if (_result + 1 >= _results.Count)
            return _end is not null ? throw Fail() : false;
        (_result, _row) = (_result + 1, -1);
        return true;
    }

    public override string GetName(int ordinal) => Now.Names[ordinal];

    public override int GetOrdinal(string name)
    {
        var at = Array.IndexOf(Now.Names, name);
        if (at < 0)
            at = Array.FindIndex(Now.Names, one => one.Equals(name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such column.");
    }

    public override Type GetFieldType(int ordinal) => Now.Types[ordinal];

    public override string GetDataTypeName(int ordinal) => Now.TypeNames[ordinal];

    public override object GetValue(int ordinal) =>
        _row >= 0 && _row < Now.Rows.Count ? Now.Rows[_row][ordinal] : throw new InvalidOperationException("No data exists for the row/column.");

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var at = 0; at < count; at++)
            values[at] = GetValue(at);
        return count;
    }

    public override bool IsDBNull(int ordinal) => GetValue(ordinal) is DBNull;

    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);

    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    public override char GetChar(int ordinal) => GetFieldValue<char>(ordinal);

    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);

    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);

    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);

    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);

    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);

    public override T GetFieldValue<T>(int ordinal)
    {
        var value = GetValue(ordinal);
        return value switch
        {
            T same => same,
            DBNull => throw new InvalidCastException($"The column {GetName(ordinal)} is NULL."),
            _ => (T)Converted(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)),
        };
    }

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        CopyOut<byte>(GetFieldValue<byte[]>(ordinal), dataOffset, buffer, bufferOffset, length);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        CopyOut<char>(GetString(ordinal).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    private Result Now => _isClosed ? throw new InvalidOperationException("The reader is closed.") : _results[_result];

    private static Result Begin(DbDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).ToArray();
        return new Result([.. columns.Select(reader.GetName)], [.. columns.Select(reader.GetFieldType)], [.. columns.Select(reader.GetDataTypeName)], []);
    }

    private static object Converted(object value, Type type) => (value, Type.GetTypeCode(type)) switch
    {
        (string text, _) when type == typeof(Guid) => Guid.Parse(text),
        (byte[] bytes, _) when type == typeof(Guid) => new Guid(bytes),
        (string text, _) when type == typeof(DateTimeOffset) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        (string text, _) when type == typeof(TimeSpan) => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
        (string text, _) when type == typeof(DateOnly) => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        (string text, _) when type == typeof(TimeOnly) => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        (string text, _) when type == typeof(Stream) => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)),
        (byte[] bytes, _) when type == typeof(Stream) => new MemoryStream(bytes),
        (string text, _) when type == typeof(TextReader) => new StringReader(text),
        _ when type.IsEnum => Enum.ToObject(type, value),
        _ => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
    };

    private static long CopyOut<T>(T[] all, long from, T[]? to, int at, int most)
    {
        if (to is null)
            return all.Length;
        var count = (int)Math.Min(most, Math.Max(0, all.Length - from));
        Array.Copy(all, from, to, at, count);
        return count;
    }

    private Exception Fail()
    {
        _isClosed = true;
        return _end!();
    }
}

/// <summary>An answer that is too long for a fault to hold.</summary>
internal sealed class CannotBeHeld(string message) : Exception(message);
