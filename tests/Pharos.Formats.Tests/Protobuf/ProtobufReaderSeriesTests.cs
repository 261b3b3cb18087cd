using Io.Prometheus.Client;

namespace Pharos.Formats.Tests.Protobuf;

public sealed class ProtobufReaderSeriesTests
{
    [Fact]
    public void Read_FamilyWithAllTexts_GivesHelpUnitTypeThenSeries()
    {
        var family = ProtobufEntries.Parse("""
            { "name": "up_seconds", "help": "Time\nup.", "type": "GAUGE", "unit": "seconds",
              "metric": [ { "label": [ { "name": "b", "value": "2" }, { "name": "a", "value": "1" } ], "gauge": { "value": 1.5 }, "timestampMs": 12 } ] }
            """);
        Assert.Equal(
            [
                "help up_seconds Time\nup.",
                "unit up_seconds seconds",
                "type up_seconds gauge",
                """series {__name__="up_seconds", a="1", b="2"} 1.5 ts=12 st=0""",
            ],
            ProtobufEntries.Of(null, family));
    }

    [Fact]
    public void Read_FamilyWithoutTexts_GivesEmptyHelpAndNoUnit()
    {
        var family = ProtobufEntries.Parse("""{ "name": "x", "type": "UNTYPED", "metric": [ { "untyped": { "value": 3 } }, { "untyped": {} } ] }""");
        Assert.Equal(
            ["help x ", "type x unknown", """series {__name__="x"} 3 ts=none st=0""", """series {__name__="x"} 0 ts=none st=0"""],
            ProtobufEntries.Of(null, family));
    }

    [Fact]
    public void Read_FamilyWithoutMetrics_IsPassedOver()
    {
        var empty = new MetricFamily { Name = "", Type = MetricType.Gauge };
        var full = ProtobufEntries.Parse("""{ "name": "x", "type": "GAUGE", "metric": [ { "gauge": { "value": 1 } } ] }""");
        Assert.Equal(ProtobufEntries.Of(null, full), ProtobufEntries.Of(null, empty, full, empty));
        Assert.Empty(ProtobufEntries.Of(null, empty));
    }

    [Fact]
    public void Read_TypeAbsent_IsCounter()
    {
        var family = ProtobufEntries.Parse("""
            { "name": "c_total", "metric": [ { "counter": { "value": 7, "startTimestamp": "1970-01-01T00:00:01.234567Z" } } ] }
            """);
        Assert.Equal(
            ["help c_total ", "type c_total counter", """series {__name__="c_total"} 7 ts=none st=1234"""],
            ProtobufEntries.Of(null, family));
    }

    [Fact]
    public void Read_ValueOfAnotherType_CountsAsAbsent()
    {
        var family = ProtobufEntries.Parse("""{ "name": "g", "type": "GAUGE", "metric": [ { "counter": { "value": 7 } } ] }""");
        Assert.Equal("""series {__name__="g"} 0 ts=none st=0""", ProtobufEntries.Of(null, family)[^1]);
    }

    [Fact]
    public void Read_TimestampZero_IsNone()
    {
        var family = ProtobufEntries.Parse("""
            { "name": "g", "type": "GAUGE", "metric": [ { "gauge": {}, "timestampMs": 0 }, { "gauge": {}, "timestampMs": -5 }, { "gauge": {} } ] }
            """);
        Assert.Equal(
            ["""series {__name__="g"} 0 ts=none st=0""", """series {__name__="g"} 0 ts=-5 st=0""", """series {__name__="g"} 0 ts=none st=0"""],
            ProtobufEntries.Series(ProtobufEntries.Of(null, family)));
    }

    [Fact]
    public void Read_Summary_GivesCountSumAndQuantiles()
    {
        var family = ProtobufEntries.Parse("""
            { "name": "s", "type": "SUMMARY", "metric": [
              { "summary": { "sampleCount": 10, "sampleSum": 2.5, "quantile": [ { "quantile": 0.5, "value": 0.1 }, { "quantile": 1, "value": "NaN" } ],
                             "startTimestamp": "1970-01-01T00:00:02Z" }, "timestampMs": 9 },
              { "label": [ { "name": "a", "value": "1" } ], "summary": {} } ] }
            """);
        Assert.Equal(
            [
                """series {__name__="s_count"} 10 ts=9 st=2000""",
                """series {__name__="s_sum"} 2.5 ts=9 st=2000""",
                """series {__name__="s", quantile="0.5"} 0.1 ts=9 st=2000""",
                """series {__name__="s", quantile="1.0"} NaN ts=9 st=2000""",
                """series {__name__="s_count", a="1"} 0 ts=none st=0""",
                """series {__name__="s_sum", a="1"} 0 ts=none st=0""",
            ],
            ProtobufEntries.Series(ProtobufEntries.Of(null, family)));
    }

    [Fact]
    public void Read_FieldsInUnusualOrderAndUnknownOnes_AreUnderstood()
    {
        var family = ProtobufEntries.Parse("""{ "name": "g", "type": "GAUGE", "metric": [ { "gauge": { "value": 2 } } ] }""");

        // The metric first, then a group with another one in it, a fixed32 and a varint nobody knows, then the name and the type.
        byte[] message =
        [
            0x22, 11, 0x12, 9, 0x09, 0, 0, 0, 0, 0, 0, 0, 0x40,
            0xA3, 0x06, 0xAB, 0x06, 0x08, 0x01, 0xAC, 0x06, 0xA4, 0x06,
            0xA5, 0x06, 1, 2, 3, 4,
            0xA0, 0x06, 0xFF, 0x01,
            0x18, 0x01,
            0x0A, 1, (byte)'g',
        ];
        Assert.Equal(ProtobufEntries.Of(null, family), ProtobufEntries.Of([(byte)message.Length, .. message]));
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1, "1.0")]
    [InlineData(-0.0, "0.0")]
    [InlineData(1e6, "1e+06")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NaN, "NaN")]
    public void ReadLabels_Bucket_WritesBoundLikeOpenMetrics(double bound, string le)
    {
        var family = new MetricFamily { Name = "h", Type = MetricType.Histogram };
        family.Metric.Add(new Metric { Histogram = new Histogram { Bucket = { new Bucket { UpperBound = bound } } } });
        Assert.Contains(ProtobufEntries.Of(null, family), line => line.Contains($"le=\"{le}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void ReadLabels_TypeAndUnitWanted_OverrideLabelsOfThatName()
    {
        var options = new ExpositionOptions { AddTypeAndUnitLabels = true };
        var known = ProtobufEntries.Parse("""
            { "name": "x", "type": "GAUGE", "unit": "u", "metric": [ { "gauge": {}, "label": [
              { "name": "__name__", "value": "n" }, { "name": "__type__", "value": "t" }, { "name": "__unit__", "value": "v" } ] } ] }
            """);
        Assert.Equal("""series {__name__="x", __type__="gauge", __unit__="u"} 0 ts=none st=0""", ProtobufEntries.Of(options, known)[^1]);

        known.Type = MetricType.Untyped;
        known.Metric[0].Untyped = new Untyped();
        known.Unit = "";
        Assert.Equal("""series {__name__="x", __type__="t", __unit__="v"} 0 ts=none st=0""", ProtobufEntries.Of(options, known)[^1]);
    }
}
