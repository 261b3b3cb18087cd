using System.Globalization;
using Pharos.Formats.Bench.Reading;
using Pharos.Formats.Bench.Writing;
using Pharos.Formats.Negotiation;

namespace Pharos.Formats.Bench.Quick;

/// <summary>
/// Every case for some seconds, without BenchmarkDotNet. The best slice is what the code can do when nothing else runs, and holds still on
/// busy machines; the median is what it did.
/// </summary>
internal static class QuickRun
{
    private const string Usage = "Pharos.Formats.Bench quick [--seconds N] [part of a case's name]";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var seconds = 3.0;
        var filter = "";
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--seconds" && i + 1 < arguments.Length
                && double.TryParse(arguments[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds > 0)
            {
                i++;
            }
            else if (arguments[i].StartsWith('-'))
            {
                Console.Error.WriteLine(Usage);
                return 2;
            }
            else
            {
                filter = arguments[i];
            }
        }

        try
        {
            var cases = Cases().Where(one => one.Name.Contains(filter, StringComparison.Ordinal)).ToArray();
            Console.WriteLine($"{"case",-56} {"bytes",8} {"best MB/s",10} {"median",8} {"B/round",8}");
            foreach (var (name, bytes, round) in cases)
            {
                Console.WriteLine(SliceMeasurement.Of(name, bytes, round, TimeSpan.FromSeconds(seconds)));
            }

            return 0;
        }
        catch (DirectoryNotFoundException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    private static IEnumerable<(string Name, int Bytes, Func<int> Round)> Cases()
    {
        foreach (var text in Exposition.Text())
        {
            var parsing = new Parsing(text);
            yield return ($"full {text}", text.Bytes.Length, parsing.Full);
            yield return ($"tokens {text}", text.Bytes.Length, parsing.Tokens);
            yield return ($"repeated {text}", text.Bytes.Length, new RepeatedScrape(text).Scrape);
        }

        foreach (var protobuf in Exposition.Protobuf())
        {
            yield return ($"full {protobuf}", protobuf.Bytes.Length, new Parsing(protobuf).Full);
        }

        foreach (var format in (ExpositionFormat[])[ExpositionFormat.PrometheusText100, ExpositionFormat.OpenMetricsText100, ExpositionFormat.PrometheusProto])
        {
            var written = new Written(Exposition.Text().MaxBy(static text => text.Bytes.Length)!, format);
            yield return ($"write {format}", written.Write(), written.Write);
        }
    }
}
