namespace Pharos.Formats.Tests.Protobuf;

public sealed class ProtobufReaderExemplarTests
{
    private const string A = """{ "label": [ { "name": "id", "value": "a" } ], "value": 1, "timestamp": "1970-01-01T00:00:01.5Z" }""";
    private const string B = """{ "label": [ { "name": "id", "value": "b" } ], "value": 2 }""";
    private const string C = """{ "value": 3, "timestamp": "1970-01-01T00:00:03Z" }""";

    [Fact]
    public void ReadExemplar_Counter_GivesItOnce() => Assert.Equal(
        ["""series {__name__="c"} 1 ts=none st=0 # {id="b"} 2 none"""],
        Read($$"""{ "name": "c", "metric": [ { "counter": { "value": 1, "exemplar": {{B}} } } ] }"""));

    [Fact]
    public void ReadExemplar_EmptyLabelValue_StaysWhereTheSeriesLosesIt() => Assert.Equal(
        ["""series {__name__="c"} 1 ts=none st=0 # {id="", x="1"} 2 none"""],
        Read("""
            { "name": "c", "metric": [ { "label": [ { "name": "id", "value": "" } ], "counter": { "value": 1,
              "exemplar": { "label": [ { "name": "x", "value": "1" }, { "name": "id", "value": "" } ], "value": 2 } } } ] }
            """));

    [Fact]
    public void ReadExemplar_ClassicBuckets_EachGivesItsOwnWithOrWithoutTime() => Assert.Equal(
        [
            """series {__name__="h_count"} 0 ts=none st=0""",
            """series {__name__="h_sum"} 0 ts=none st=0""",
            """series {__name__="h_bucket", le="1.0"} 0 ts=none st=0 # {id="a"} 1 1500""",
            """series {__name__="h_bucket", le="2.0"} 0 ts=none st=0 # {id="b"} 2 none""",
            """series {__name__="h_bucket", le="+Inf"} 0 ts=none st=0""",
        ],
        Read($$"""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "bucket": [
              { "upperBound": 1, "exemplar": {{A}} }, { "upperBound": 2, "exemplar": {{B}} } ], "exemplars": [ {{C}} ] } } ] }
            """));

    [Fact]
    public void ReadExemplar_NativeWithList_GivesThoseOfTheListWithTime() => Assert.Equal(
        [" # {id=\"a\"} 1 1500 # {} 3 3000"],
        Exemplars($$"""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "zeroCount": 1,
              "bucket": [ { "upperBound": 1, "exemplar": {{A}} } ], "exemplars": [ {{A}}, {{B}}, {{C}} ] } } ] }
            """));

    [Fact]
    public void ReadExemplar_NativeWithoutList_GivesThoseOfBucketsWithTime() => Assert.Equal(
        [" # {id=\"a\"} 1 1500 # {} 3 3000"],
        Exemplars($$"""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "zeroCount": 1, "bucket": [
              { "upperBound": 1, "exemplar": {{A}} }, { "upperBound": 2 }, { "upperBound": 3, "exemplar": {{B}} }, { "upperBound": 4, "exemplar": {{C}} } ] } } ] }
            """));

    [Fact]
    public void ReadExemplar_SecondNativeMetricOfFamily_GivesItsOwnToo() => Assert.Equal(
        [" # {id=\"a\"} 1 1500", " # {} 3 3000"],
        Exemplars($$"""
            { "name": "h", "type": "HISTOGRAM", "metric": [
              { "histogram": { "zeroCount": 1, "exemplars": [ {{A}} ] } }, { "histogram": { "zeroCount": 1, "exemplars": [ {{C}} ] } } ] }
            """));

    [Fact]
    public void ReadExemplar_LabelsThatAreNone_IsLeftOut()
    {
        // Counter with an exemplar, whose label has an empty name, then one with a value that is no UTF-8.
        foreach (byte[] label in (byte[][])[[0x12, 1, (byte)'v'], [0x0A, 1, (byte)'n', 0x12, 1, 0xFF]])
        {
            byte[] exemplar = [0x0A, (byte)label.Length, .. label];
            byte[] counter = [0x12, (byte)exemplar.Length, .. exemplar];
            byte[] metric = [0x1A, (byte)counter.Length, .. counter];
            byte[] family = [0x0A, 1, (byte)'c', 0x22, (byte)metric.Length, .. metric];
            Assert.Equal("""series {__name__="c"} 0 ts=none st=0""", ProtobufEntries.Of([(byte)family.Length, .. family])[^1]);
        }
    }

    private static string[] Exemplars(string json) => [.. Read(json).Select(line => line[line.IndexOf(" # ", StringComparison.Ordinal)..])];

    private static string[] Read(string json) => ProtobufEntries.Series(ProtobufEntries.Of(null, ProtobufEntries.Parse(json)));
}
