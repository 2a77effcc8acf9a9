namespace Seatrial.Cli.Topology;

/// <summary>A real question to a part over HTTP: whether it and what is behind it answer, and not only whether the process runs.</summary>
internal static class Question
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    /// <summary>Asks once.</summary>
    /// <param name="url">What is asked.</param>
    /// <param name="refusalCounts">Whether a refusal is an answer too; else it must say that it is ready.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public static async Task<bool> IsAnsweredAsync(string url, bool refusalCounts, CancellationToken cancelled)
    {
        using var http = new HttpClient { Timeout = AnswerLimit };
        try
        {
            using var answer = await http.GetAsync(url, cancelled);
            return answer.IsSuccessStatusCode || refusalCounts;
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException && !cancelled.IsCancellationRequested)
        {
            return false;
        }
    }
}
