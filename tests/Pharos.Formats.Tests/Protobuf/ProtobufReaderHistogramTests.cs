namespace Pharos.Formats.Tests.Protobuf;

public sealed class ProtobufReaderHistogramTests
{
    private const string Both = """
        { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": {
          "sampleCount": 6, "sampleSum": 3.5, "bucket": [ { "cumulativeCount": 2, "upperBound": 0.5 }, { "cumulativeCount": 5, "upperBound": 1 } ],
          "schema": 3, "zeroThreshold": 0.001, "zeroCount": 1,
          "positiveSpan": [ { "offset": -2, "length": 2 }, { "offset": 1, "length": 1 } ], "positiveDelta": [ 2, -1, 0 ],
          "negativeSpan": [ { "offset": 4, "length": 1 } ], "negativeDelta": [ 1 ] } } ] }
        """;

    private const string Native = """histogram {__name__="h"} {hint:0 schema:3 zero:0.001/1 count:6 sum:3.5 +[-2:2 1:1](2,-1,0) -[4:1](1) custom:} ts=none st=0""";

    private static readonly string[] Classic =
    [
        """series {__name__="h_count"} 6 ts=none st=0""",
        """series {__name__="h_sum"} 3.5 ts=none st=0""",
        """series {__name__="h_bucket", le="0.5"} 2 ts=none st=0""",
        """series {__name__="h_bucket", le="1.0"} 5 ts=none st=0""",
        """series {__name__="h_bucket", le="+Inf"} 6 ts=none st=0""",
    ];

    [Fact]
    public void Read_ClassicAndNative_GivesNativeOnly() => Assert.Equal([Native], Read(Both));

    [Fact]
    public void Read_ClassicAndNativeKeepingClassic_GivesBoth() =>
        Assert.Equal([Native, .. Classic], Read(Both, new ExpositionOptions { KeepClassicHistograms = true }));

    [Fact]
    public void Read_ClassicAndNativeIgnoringNative_GivesClassicOnly() =>
        Assert.Equal(Classic, Read(Both, new ExpositionOptions { IgnoreNativeHistograms = true, KeepClassicHistograms = true }));

    [Fact]
    public void Read_NativeOnlyKeepingClassic_GivesNativeOnly()
    {
        var family = ProtobufEntries.Parse(Both);
        family.Metric[0].Histogram.Bucket.Clear();
        Assert.Equal([Native], ProtobufEntries.Series(ProtobufEntries.Of(new ExpositionOptions { KeepClassicHistograms = true }, family)));
    }

    [Fact]
    public void Read_NativeOnlyIgnoringNative_GivesCountSumAndInfinity()
    {
        var family = ProtobufEntries.Parse(Both);
        family.Metric[0].Histogram.Bucket.Clear();
        Assert.Equal(
            [Classic[0], Classic[1], Classic[4]],
            ProtobufEntries.Series(ProtobufEntries.Of(new ExpositionOptions { IgnoreNativeHistograms = true }, family)));
    }

    [Fact]
    public void Read_BucketAtInfinity_EndsTheBuckets()
    {
        var family = ProtobufEntries.Parse("""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "sampleCount": 9, "bucket": [
              { "cumulativeCount": 8, "upperBound": "Infinity" }, { "cumulativeCount": 7, "upperBound": 2 } ] } } ] }
            """);
        Assert.Equal(
            ["""series {__name__="h_bucket", le="+Inf"} 8 ts=none st=0"""],
            ProtobufEntries.Series(ProtobufEntries.Of(null, family))[2..]);
    }

    [Fact]
    public void Read_FloatCounts_CountWhereTheyAreNotZero()
    {
        var family = ProtobufEntries.Parse("""
            { "name": "h", "type": "GAUGE_HISTOGRAM", "metric": [ { "histogram": { "sampleCount": 9, "sampleCountFloat": 2.5, "bucket": [
              { "cumulativeCount": 8, "cumulativeCountFloat": 1.5, "upperBound": 1 }, { "cumulativeCount": 7, "cumulativeCountFloat": 0, "upperBound": 2 } ] } } ] }
            """);
        Assert.Equal(
            [
                """series {__name__="h_count"} 2.5 ts=none st=0""",
                """series {__name__="h_sum"} 0 ts=none st=0""",
                """series {__name__="h_bucket", le="1.0"} 1.5 ts=none st=0""",
                """series {__name__="h_bucket", le="2.0"} 7 ts=none st=0""",
                """series {__name__="h_bucket", le="+Inf"} 2.5 ts=none st=0""",
            ],
            ProtobufEntries.Series(ProtobufEntries.Of(null, family)));
    }

    [Fact]
    public void Read_FloatNativeOfGauge_GivesFloatHistogramWithHint() => Assert.Equal(
        ["""histogram {__name__="h"} {hint:3 schema:-1 zero:0/0.5 count:2.5f sum:1 +[1:2](1.5,0.5) -[]() custom:} ts=none st=0"""],
        Read("""
            { "name": "h", "type": "GAUGE_HISTOGRAM", "metric": [ { "histogram": { "sampleCountFloat": 2.5, "sampleSum": 1, "schema": -1,
              "zeroCountFloat": 0.5, "positiveSpan": [ { "offset": 1, "length": 2 } ], "positiveCount": [ 1.5, 0.5 ] } } ] }
            """));

    [Fact]
    public void Read_NativeWithoutObservations_IsKnownByItsEmptySpan() => Assert.Equal(
        ["""histogram {__name__="h"} {hint:0 schema:0 zero:0/0 count:0 sum:0 +[]() -[]() custom:} ts=none st=0"""],
        Read("""{ "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "positiveSpan": [ {} ] } } ] }"""));

    [Fact]
    public void Read_EmptyBucketsAndSplitSpans_AreCompacted() => Assert.Equal(
        ["""histogram {__name__="h"} {hint:0 schema:0 zero:0/0 count:9 sum:0 +[1:2 2:1](4,-1,-1) -[]() custom:} ts=none st=0"""],
        Read("""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "sampleCount": 9,
              "positiveSpan": [ { "offset": 0, "length": 2 }, { "offset": 0, "length": 2 }, { "offset": 1, "length": 0 }, { "offset": 0, "length": 2 } ],
              "positiveDelta": [ 0, 4, -1, -3, 2, -2 ] } } ] }
            """));

    [Fact]
    public void Read_ClassicAndNativeMetricsInOneFamily_EachGivesItsOwn()
    {
        var family = ProtobufEntries.Parse(Both);
        var classic = family.Metric[0].Clone();
        classic.Histogram.PositiveSpan.Clear();
        classic.Histogram.NegativeSpan.Clear();
        classic.Histogram.ZeroCount = 0;
        classic.Histogram.ZeroThreshold = 0;
        family.Metric.Add(classic);
        family.Metric.Add(family.Metric[0].Clone());
        Assert.Equal([Native, .. Classic, Native], ProtobufEntries.Series(ProtobufEntries.Of(null, family)));
    }

    [Fact]
    public void Read_PackedCounts_AreTheSameAsSingleOnes()
    {
        var single = ProtobufEntries.Parse("""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "sampleCount": 3, "positiveSpan": [ { "length": 3 } ], "positiveDelta": [ 1, 0, 1 ] } } ] }
            """);

        // Histogram: count 3, one span of three, the deltas packed.
        byte[] histogram = [0x08, 3, 0x62, 2, 0x10, 3, 0x6A, 3, 2, 0, 2];
        byte[] family = [0x0A, 1, (byte)'h', 0x18, 4, 0x22, (byte)(histogram.Length + 2), 0x3A, (byte)histogram.Length, .. histogram];
        Assert.Equal(ProtobufEntries.Of(null, single), ProtobufEntries.Of([(byte)family.Length, .. family]));
    }

    [Theory]
    [InlineData("""{ "positiveSpan": [ { "length": 3 } ], "positiveDelta": [ 1, 0 ] }""", "positive side: spans require 3 buckets, have 2")]
    [InlineData("""{ "positiveSpan": [ {} ], "negativeDelta": [ 1 ] }""", "negative side: spans require 0 buckets, have 1")]
    [InlineData("""{ "negativeSpan": [ { "length": 4294967295 }, { "length": 4294967295 } ] }""", "negative side: spans require 8589934590 buckets, have 0")]
    [InlineData("""{ "sampleCountFloat": 1, "positiveSpan": [ { "length": 1 } ], "positiveDelta": [ 1 ] }""", "positive side: spans require 1 buckets, have 0")]
    public void Read_SpansAndBucketsDisagree_ThrowsWithTheName(string histogram, string reason)
    {
        var family = ProtobufEntries.Parse($$"""{ "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": {{histogram}} } ] }""");
        var exception = Assert.Throws<ExpositionException>(() => ProtobufEntries.Of(null, family));
        Assert.Equal($"histogram \"h\": {reason}", exception.Reason);
    }

    private static string[] Read(string json, ExpositionOptions? options = null) =>
        ProtobufEntries.Series(ProtobufEntries.Of(options, ProtobufEntries.Parse(json)));
}
