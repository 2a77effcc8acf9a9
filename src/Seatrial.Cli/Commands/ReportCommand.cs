using System.CommandLine;
using Seatrial.Record;
using Seatrial.Reports;
using Seatrial.Scenarios;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial report RECORD</c>: the reports of a record, today's or last month's. The same record gives the same bytes.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var record = new Argument<string>("RECORD") { Description = "A record: record.ndjson, or the folder that holds it." };
        var folder = new Option<string?>("--out") { Description = "Where the reports go; beside the record when it is not given.", HelpName = "DIR" };
        var command = new Command("report", "Render the reports of a record again.") { record, folder };
        command.SetAction(async (parsed, _) =>
        {
            var path = parsed.GetValue(record)!;
            if (Directory.Exists(path))
                path = Path.Combine(path, "record.ndjson");
            if (!File.Exists(path))
                return await CommandLine.Say(new Misuse("RECORD", $"there is no file {path}.", "Give the record.ndjson of a run."));
            var read = RecordReader.Read(File.ReadLines(path));
            if (read.Events is [])
                return await CommandLine.Say(new Misuse($"{path}:{read.Problem!.Line}", read.Problem.Message, "Give the record.ndjson of a run."));
            var view = RunView.From(read.Events);
            var target = parsed.GetValue(folder) ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(target);
            Report.WriteAll(view, target);
            await Console.Out.WriteAsync(Outcome.Text(view, target));
            return read.Problem is null
                ? RunVerdict.ExitCode(view.Verdict)
                : await CommandLine.Say(new Misuse($"{path}:{read.Problem.Line}", read.Problem.Message, "The reports hold what stands before that line."));
        });
        return command;
    }
}
