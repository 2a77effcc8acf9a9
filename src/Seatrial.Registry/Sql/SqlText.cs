using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Seatrial.Registry.Sql;

/// <summary>
/// An SQL statement written as an interpolated string, in which every <c>{value}</c> becomes a parameter.
/// </summary>
/// <remarks>
/// There is no constructor from a plain string, so a value can never become part of the statement's text.
/// </remarks>
[InterpolatedStringHandler]
internal sealed class SqlText
{
    private readonly List<(string? Literal, object? Value, Type Type)> _parts;

    public SqlText(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new List<(string?, object?, Type)>(2 * formattedCount + 1);
    }

    public void AppendLiteral(string text) => _parts.Add((text, null, typeof(void)));

    public void AppendFormatted<T>(T value) => _parts.Add((null, value, typeof(T)));

    /// <summary>Puts another statement's text and parameters in place.</summary>
    public void AppendFormatted(SqlText fragment) => _parts.AddRange(fragment._parts);

    /// <summary>Adds the parameters to a command, or to a part of a batch.</summary>
    /// <returns>The statement's text.</returns>
    public string Apply(DbParameterCollection parameters, Func<DbParameter> create)
    {
        var text = new StringBuilder();
        foreach (var (literal, value, type) in _parts)
            text.Append(literal ?? Bind(parameters, create(), value, type));
        return text.ToString();
    }

    public override string ToString() => string.Concat(_parts.Select(part => part.Literal ?? "?"));

    private static string Bind(DbParameterCollection parameters, DbParameter parameter, object? value, Type type)
    {
        parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{parameters.Count}");
        parameter.Value = value ?? DBNull.Value;
        // PostgreSQL wants to know what a NULL is a NULL of.
        if (value is null)
            parameter.DbType = type == typeof(string) ? DbType.String : DbType.Int64;
        parameters.Add(parameter);
        return parameter.ParameterName;
    }
}
