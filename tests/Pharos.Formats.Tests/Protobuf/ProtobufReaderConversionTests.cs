namespace Pharos.Formats.Tests.Protobuf;

public sealed class ProtobufReaderConversionTests
{
    private const string Classic = """
        { "name": "h", "type": "HISTOGRAM", "metric": [
          { "label": [ { "name": "n", "value": "1" } ], "timestampMs": 8, "histogram": { "sampleCount": 6, "sampleSum": 3.5,
            "bucket": [ { "cumulativeCount": 2, "upperBound": 0.5, "exemplar": { "value": 0.25, "timestamp": "1970-01-01T00:00:01Z" } },
                        { "cumulativeCount": 5, "upperBound": 1 } ], "startTimestamp": "1970-01-01T00:00:02Z" } },
          { "label": [ { "name": "n", "value": "2" } ], "histogram": {} } ] }
        """;

    private const string First =
        """histogram {__name__="h", n="1"} {hint:0 schema:-53 zero:0/0 count:6 sum:3.5 +[0:3](2,1,-2) -[]() custom:0.5,1} ts=8 st=2000 # {} 0.25 1000""";

    private const string Second = """histogram {__name__="h", n="2"} {hint:0 schema:-53 zero:0/0 count:0 sum:0 +[]() -[]() custom:} ts=none st=0""";

    private static readonly ExpositionOptions Converting = new() { ConvertClassicHistograms = true };

    [Fact]
    public void Read_Classic_GivesOneHistogramEach() => Assert.Equal([First, Second], Read(Classic, Converting));

    [Fact]
    public void Read_ClassicKeepingIt_GivesSeriesThenHistogram()
    {
        var lines = Read(Classic, Converting with { KeepClassicHistograms = true });
        Assert.Equal(
            ["h_count", "h_sum", "h_bucket", "h_bucket", "h_bucket", "h", "h_count", "h_sum", "h_bucket", "h"],
            lines.Select(line => line.Split('"')[1]));
        Assert.Equal((First, Second), (lines[5], lines[^1]));
    }

    [Fact]
    public void Read_Native_IsNotConverted()
    {
        var family = ProtobufEntries.Parse(Classic);
        family.Metric[0].Histogram.ZeroCount = 1;
        var lines = ProtobufEntries.Series(ProtobufEntries.Of(Converting, family));
        Assert.Contains("schema:0", lines[0], StringComparison.Ordinal);
        Assert.Equal(Second, lines[1]);
    }

    [Fact]
    public void Read_NativeIgnored_IsConverted()
    {
        var family = ProtobufEntries.Parse(Classic);
        family.Metric[0].Histogram.ZeroCount = 1;
        Assert.Equal([First, Second], ProtobufEntries.Series(ProtobufEntries.Of(Converting with { IgnoreNativeHistograms = true }, family)));
    }

    [Fact]
    public void Read_GaugeWithFloatCounts_GivesFloatHistogramWithHint() => Assert.Equal(
        ["""histogram {__name__="g"} {hint:3 schema:-53 zero:0/0 count:2.5f sum:0 +[0:2](1.5,1) -[]() custom:1} ts=none st=0"""],
        Read(
            """
            { "name": "g", "type": "GAUGE_HISTOGRAM", "metric": [ { "histogram": {
              "sampleCountFloat": 2.5, "bucket": [ { "cumulativeCountFloat": 1.5, "upperBound": 1 } ] } } ] }
            """,
            Converting));

    [Fact]
    public void Read_BucketsThatContradictEachOther_Throws()
    {
        var family = ProtobufEntries.Parse("""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "sampleCount": 3, "bucket": [
              { "cumulativeCount": 3, "upperBound": 1 }, { "cumulativeCount": 2, "upperBound": 2 } ] } } ] }
            """);
        var exception = Assert.Throws<ExpositionException>(() => ProtobufEntries.Of(Converting, family));
        Assert.Equal("histogram \"h\": count is not cumulative: 2 < 3", exception.Reason);
    }

    private static string[] Read(string json, ExpositionOptions options) =>
        ProtobufEntries.Series(ProtobufEntries.Of(options, ProtobufEntries.Parse(json)));
}
