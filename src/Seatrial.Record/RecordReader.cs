using System.Text.Json;

namespace Seatrial.Record;

/// <summary>Why a record could not be read to its end.</summary>
/// <param name="Line">The line at fault, from 1.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record RecordProblem(int Line, string Message);

/// <summary>What a record holds: all events up to its end, or up to the first line that is none.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="Problem">Why reading stopped early; absent when the record is whole.</param>
public sealed record RecordFile(IReadOnlyList<RecordEvent> Events, RecordProblem? Problem);

/// <summary>Reads records. A damaged record gives what stands before the damage, and says where the damage is.</summary>
public static class RecordReader
{
    /// <summary>Reads a whole record.</summary>
    /// <param name="lines">The lines of the record.</param>
    public static RecordFile Read(IEnumerable<string> lines)
    {
        var events = new List<RecordEvent>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (TryParse(line, out var recorded) is { } message)
                return new RecordFile(events, new RecordProblem(number, message));
            events.Add(recorded!);
        }

        if (events is not [RunStarted first, ..])
            return new RecordFile(events, new RecordProblem(1, "A record begins with the event run-started."));
        return first.Format == RunStarted.CurrentFormat
            ? new RecordFile(events, null)
            : new RecordFile(events, new RecordProblem(
                1, $"The record has format {first.Format}; this build reads format {RunStarted.CurrentFormat}."));
    }

    private static string? TryParse(string line, out RecordEvent? recorded)
    {
        recorded = null;
        try
        {
            recorded = JsonSerializer.Deserialize(line, RecordJson.Default.RecordEvent);
            return recorded is null ? "The line is not an event." : null;
        }
        catch (JsonException problem)
        {
            return $"The line is not a whole event: {problem.Message}";
        }
        catch (NotSupportedException)
        {
            return "The line has no event name.";
        }
    }
}
