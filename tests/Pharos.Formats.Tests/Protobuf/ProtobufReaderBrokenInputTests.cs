using Io.Prometheus.Client;
using Pharos.Formats.Protobuf;
using Pharos.Formats.Text;

namespace Pharos.Formats.Tests.Protobuf;

public sealed class ProtobufReaderBrokenInputTests
{
    private static readonly ExpositionOptions Options = new() { KeepClassicHistograms = true };

    [Theory]
    [InlineData("05 0A", 0, "expected 5 bytes as the length says, but only 1 are left")]
    [InlineData("FF FF FF FF 0F", 0, "expected 4294967295 bytes as the length says, but only 0 are left")]
    [InlineData("81 80 80 80 80 00 00", 0, "expected the length of a message in at most five bytes")]
    [InlineData("80", 0, "expected a varint of at most 64 bits within the message")]
    [InlineData("02 08 01", 2, "expected wire type 2 for field 1, found 0")]
    [InlineData("02 0F 01", 2, "expected wire type 2 for field 1, found 7")]
    [InlineData("02 00 01", 1, "expected a field number from 1 to 536870911, found 0")]
    [InlineData("06 0A 01 61 22 01 7C", 7, "expected a value, found wire type 4")]
    [InlineData("04 A3 06 08 01", 3, "a group without its end")]
    [InlineData("04 22 00 18 06", 0, "invalid metric name: expected UTF-8 that is not empty, found \"\"")]
    [InlineData("05 0A 01 FF 22 00", 0, "invalid metric name: expected UTF-8 that is not empty, found \"\\xff\"")]
    [InlineData("07 0A 01 61 22 00 18 06", 0, "unknown metric type for metric \"a\": 6")]
    [InlineData("08 0A 01 61 22 00 12 01 FF", 8, "invalid help for metric \"a\": expected UTF-8, found \"\\xff\"")]
    [InlineData("0C 0A 01 61 22 07 0A 05 0A 00 12 01 62", 8, "invalid label name: expected UTF-8 that is not empty, found \"\"")]
    [InlineData("0D 0A 01 61 22 00 18 FF FF FF FF 0F 22 00", 0, "unknown metric type for metric \"a\": -1")]
    [InlineData("0D 0A 01 61 22 08 0A 06 0A 01 62 12 01 FF", 8, "invalid label value: expected UTF-8, found \"\\xff\"")]
    [InlineData("0B 0A 01 61 18 04 22 04 3A 00 3A 00", 11, "expected one summary or histogram in a metric, found a second")]
    public void Read_BrokenInput_ThrowsWithPlaceAndReason(string hex, long offset, string reason)
    {
        var exception = Assert.Throws<ExpositionException>(() => ProtobufEntries.Of(Convert.FromHexString(hex.Replace(" ", ""))));
        Assert.Equal(reason, exception.Reason);
        Assert.Equal(offset, exception.Offset);
    }

    [Theory]
    [InlineData("08 0A 01 61 22 00 2A 01 FF", "series {__name__=\"a\"} 0 ts=none st=0")]
    [InlineData("0A 0A 01 61 22 05 0A 03 12 01 62", "series {\"\"=\"b\", __name__=\"a\"} 0 ts=none st=0")]
    [InlineData("0B 0A 01 61 22 00 18 81 80 80 80 10", "series {__name__=\"a\"} 0 ts=none st=0")]
    public void Read_WhatTheReferenceDoesNotLookAt_IsNoReasonToFail(string hex, string expected) =>
        Assert.Equal(expected, ProtobufEntries.Of(Convert.FromHexString(hex.Replace(" ", "")))[^1]);

    [Theory]
    [InlineData("62 01 08")]
    [InlineData("62 02 0D 01")]
    [InlineData("4A 02 10 FF")]
    [InlineData("6A 02 01 80")]
    [InlineData("6D 01 00 00 00")]
    [InlineData("72 07 00 00 00 00 00 00 00")]
    [InlineData("5A 01 00")]
    public void Read_BrokenNativeBuckets_ThrowsAlsoWhereTheyAreIgnored(string histogramField)
    {
        var field = Convert.FromHexString(histogramField.Replace(" ", ""));
        byte[] metric = [0x3A, (byte)field.Length, .. field];
        byte[] family = [0x0A, 0x01, (byte)'a', 0x18, 0x04, 0x22, (byte)metric.Length, .. metric];
        byte[] exposition = [(byte)family.Length, .. family];
        foreach (var ignored in (bool[])[false, true])
        {
            var options = new ExpositionOptions { IgnoreNativeHistograms = ignored };
            Assert.Throws<ExpositionException>(() => ProtobufEntries.Of(exposition, options));
        }
    }

    [Fact]
    public void Read_LongBrokenText_IsNotQuotedInFull()
    {
        var family = new MetricFamily { Name = new string('a', 100_000), Help = "h", Metric = { new Metric() } };
        var bytes = MetricFamilyGenerator.Delimited([family]);
        bytes[^3] = 0xFF;
        var exception = Record.Exception(() => ProtobufEntries.Of(bytes));
        Assert.True(exception is ExpositionException { Reason.Length: < 500 }, exception?.Message);
    }

    [Fact]
    public void Read_Truncated_GivesTheBeginningOrThrows()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var whole = MetricFamilyGenerator.Delimited(new MetricFamilyGenerator(seed).Families());
            var expected = ProtobufEntries.Of(whole, Options);
            for (var length = 0; length < whole.Length; length++)
            {
                var lines = ReadUntilBroken(whole.AsSpan(0, length), out _);
                Assert.True(lines.SequenceEqual(expected.Take(lines.Count)), $"seed {seed}, length {length}");
            }
        }
    }

    [Fact]
    public void Read_RandomlyChanged_NeverFailsOtherwiseThanByItsException()
    {
        var failures = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var bytes = MetricFamilyGenerator.Delimited(new MetricFamilyGenerator(seed).Families());
            var random = new Random(seed);
            for (var i = random.Next(1, 5); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadUntilBroken(bytes, out var isBroken);
            failures += isBroken ? 1 : 0;
        }

        Assert.InRange(failures, 1000, 2990);
    }

    [Fact]
    public void Read_ClaimedLengths_AllocateNothingInProportion()
    {
        // A histogram whose only span claims four billion buckets, and one of them there.
        var family = ProtobufEntries.Parse("""
            { "name": "h", "type": "HISTOGRAM", "metric": [ { "histogram": { "positiveSpan": [ { "length": 4294967295 } ], "positiveDelta": [ 1 ] } } ] }
            """);
        var bytes = MetricFamilyGenerator.Delimited([family]);
        ReadUntilBroken(bytes, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadUntilBroken(bytes, out var isBroken);
        Assert.True(isBroken);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    [Fact]
    public void Read_DeeplyNestedGroups_ThrowsRatherThanOverflows()
    {
        var groups = Enumerable.Repeat((byte)0x3B, 3_000_000).ToArray();
        Assert.Throws<ExpositionException>(() => ProtobufEntries.Of([0xC0, 0x8D, 0xB7, 0x01, .. groups]));
    }

    private static List<string> ReadUntilBroken(ReadOnlySpan<byte> exposition, out bool isBroken)
    {
        var reader = new ProtobufReader(exposition, new ExpositionScratch(), Options);
        var lines = new List<string>();
        isBroken = EntryDump.TryAddLines(ref reader, lines) != null;
        return lines;
    }
}
