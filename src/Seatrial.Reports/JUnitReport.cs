using System.Text;
using System.Xml;
using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>
/// Writes <c>junit.xml</c>: a suite for each group, a case for each scenario and each case of a sweep. What a scenario failed
/// to prove (hollow) is a failure, what is no news about the registry (harness-error, unstable, a case of a sweep that proved
/// nothing) an error; neither is ever green.
/// </summary>
internal static class JUnitReport
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    public static string Of(RunView run)
    {
        var cases = TestCase.Of(run);
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "seatrial");
            Counts(xml, cases, run.Duration);
            foreach (var group in cases.GroupBy(each => each.Group))
                Suite(xml, run, group.Key, [.. group]);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Suite(XmlWriter xml, RunView run, string group, TestCase[] cases)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Legible.Line(group));
        Counts(xml, cases, TimeSpan.FromTicks(cases.Sum(each => each.Duration.Ticks)));
        xml.WriteAttributeString("skipped", $"{cases.Count(each => each.Verdict.Skipped)}");
        xml.WriteAttributeString("timestamp", $"{run.Start.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss}");
        xml.WriteStartElement("properties");
        Property(xml, "registry", run.Start.Target.Index);
        Property(xml, "topology", run.Start.Target.Topology);
        Property(xml, "seed", $"{run.Start.Seed}");
        Property(xml, "tool", run.Start.Tool);
        xml.WriteEndElement();
        foreach (var each in cases)
            Case(xml, each);
        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<TestCase> cases, TimeSpan time)
    {
        xml.WriteAttributeString("tests", $"{cases.Count}");
        xml.WriteAttributeString("failures", $"{cases.Count(each => Element(each) == "failure")}");
        xml.WriteAttributeString("errors", $"{cases.Count(each => Element(each) == "error")}");
        xml.WriteAttributeString("time", Seconds(time));
    }

    private static void Property(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", Legible.Line(value));
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, TestCase test)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Legible.Line(test.Name));
        xml.WriteAttributeString("classname", Legible.Line(test.Group));
        xml.WriteAttributeString("time", Seconds(test.Duration));
        if (Element(test) is { } element)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("type", test.Word);
            xml.WriteAttributeString("message", Legible.Line(test.Message ?? test.Word));
            if (test.Findings.Count > 0)
                xml.WriteString(Legible.Of(test.Trace));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string? Element(TestCase test) => test.Verdict switch
    {
        Verdict.Pass => null,
        // A fault that did not fire says nothing about the registry, while a scenario that checks nothing should have.
        Verdict.Hollow when test.Case is not null => "error",
        Verdict.Fail or Verdict.Hollow => "failure",
        Verdict.Inapplicable or Verdict.Disabled => "skipped",
        _ => "error",
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.000}";
}
