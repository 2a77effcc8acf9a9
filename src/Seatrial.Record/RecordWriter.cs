using System.Text;
using System.Text.Json;

namespace Seatrial.Record;

/// <summary>
/// Appends events to a record, from any number of threads. Each line is flushed when it is written, so a run that is
/// killed keeps everything that came before; secrets are hidden here, whatever the event.
/// </summary>
public sealed class RecordWriter(Stream stream, TimeProvider clock, Secrets secrets) : IDisposable
{
    private readonly Lock _gate = new();

    /// <summary>Told of each event after it was written, in the order of the record: live progress hangs here.</summary>
    public event Action<RecordEvent>? Written;

    /// <summary>Writes one event, stamped with the time.</summary>
    public void Write(RecordEvent recorded)
    {
        recorded = recorded with { At = clock.GetUtcNow() };
        var raw = JsonSerializer.Serialize(recorded, RecordJson.Default.RecordEvent);
        var line = secrets.Hide(raw);
        // Who listens gets what was written: a terminal is an output too.
        var written = line == raw ? recorded : JsonSerializer.Deserialize(line, RecordJson.Default.RecordEvent)!;
        lock (_gate)
        {
            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            stream.Flush();
            Written?.Invoke(written);
        }
    }

    /// <summary>Closes the record.</summary>
    public void Dispose() => stream.Dispose();
}
