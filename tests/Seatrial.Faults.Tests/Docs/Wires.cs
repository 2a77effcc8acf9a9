namespace Seatrial.Faults.Tests.Docs;

/// <summary>What each act of an exchange is on each wire, in words. The tests of the wires prove the sentences.</summary>
internal static class Wires
{
    public static IReadOnlyList<(string Wire, IReadOnlyDictionary<string, string> Acts)> All { get; } =
    [
        ("S3 and other HTTP", new Dictionary<string, string>
        {
            ["forward"] = "the request goes on byte for byte, and its answer is read to the end",
            ["relay"] = "the client gets the answer as it came, and the connection goes on",
            ["relay 0.5"] = "the client gets the head and half of the body (half of the head, when there is no body), and a reset",
            ["refuse"] = "the request is read to its end and answered: S3 with its error as XML and its status (503 `SlowDown`, or the code that is armed), "
                + "plain HTTP with a status (503, or the number that is armed); the connection goes on",
            ["cut"] = "both connections are reset",
            ["cut client"] = "the client is reset, and the whole request is kept in memory",
        }),
        ("PostgreSQL", new Dictionary<string, string>
        {
            ["forward"] = "the statement goes on with all that belongs to its batch, and its answer is read to the end",
            ["relay"] = "the client gets the answer as it came",
            ["relay 0.5"] = "the client gets half of the bytes of the answer, and a reset",
            ["refuse"] = "the server itself is made to fail with the SQLSTATE in place of the statement, so that its transaction is in the state after a real error",
            ["cut"] = "both connections are reset",
            ["cut client"] = "the client is reset, and the connection to the server stays",
        }),
        ("a database inside the process (SQLite)", new Dictionary<string, string>
        {
            ["forward"] = "the process makes its own call, and holds the result",
            ["relay"] = "the call returns its result",
            ["relay 0.5"] = "the call gives half of its result, and fails as on a broken connection",
            ["refuse"] = "the call fails with the error of its own provider",
            ["cut"] = "the call fails as on a broken connection",
            ["cut client"] = "the call fails as on a broken connection, and is kept",
        }),
        ("TCP, the opening of a connection", new Dictionary<string, string>
        {
            ["forward"] = "the other side is connected",
            ["relay"] = "the connection goes on",
            ["relay 0.5"] = "the connection is reset",
            ["refuse"] = "the connection is reset, which is TCP's one word for it",
            ["cut"] = "the connection is reset",
            ["cut client"] = "the client is reset",
        }),
    ];
}
