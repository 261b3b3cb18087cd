using System.Text;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class BlockMetaFileTests
{
    private const string Compacted =
        "{\n\t\"ulid\": \"01ARYZ6S41TSV4RRFFQ69G5FAV\",\n\t\"minTime\": 0,\n\t\"maxTime\": 7200000,\n\t\"stats\": {\n\t\t\"numSamples\": 12,\n\t\t\"numFloatSamples\": 12,\n"
        + "\t\t\"numSeries\": 3,\n\t\t\"numChunks\": 4\n\t},\n\t\"compaction\": {\n\t\t\"level\": 2,\n\t\t\"sources\": [\n\t\t\t\"01ARYZ6S41TSV4RRFFQ69G5FAV\"\n\t\t],\n"
        + "\t\t\"parents\": [\n\t\t\t{\n\t\t\t\t\"ulid\": \"01ARYZ6S41TSV4RRFFQ69G5FAV\",\n\t\t\t\t\"minTime\": 0,\n\t\t\t\t\"maxTime\": 7200000\n\t\t\t}\n\t\t],\n"
        + "\t\t\"failed\": true,\n\t\t\"hints\": [\n\t\t\t\"from-out-of-order\"\n\t\t]\n\t},\n\t\"version\": 1\n}";

    [Fact]
    public void Format_WhatWasRead_IsTheSameText()
    {
        var meta = BlockMetaFile.Parse(Encoding.UTF8.GetBytes(Compacted));
        Assert.Equal(12UL, meta.Stats.Samples);
        Assert.Equal(2, meta.Compaction.Level);
        Assert.True(meta.Compaction.HasFailed);
        Assert.True(meta.Compaction.HasHint(BlockCompaction.FromOutOfOrder));
        Assert.Equal(7_200_000, Assert.Single(meta.Compaction.Parents!).MaxTimeMs);
        Assert.Equal(Compacted, Encoding.UTF8.GetString(BlockMetaFile.Format(meta)));
    }

    [Fact]
    public void Format_KeysOfOthers_AreKept()
    {
        const string text = """{"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":1,"maxTime":2,"compaction":{"level":1,"x":null},"version":1,"thanos":{"labels":{"a":"é<"},"n":1.50}}""";
        var written = Encoding.UTF8.GetString(BlockMetaFile.Format(BlockMetaFile.Parse(Encoding.UTF8.GetBytes(text))));
        Assert.Contains("\t\"thanos\": {\n\t\t\"labels\": {\n\t\t\t\"a\": \"é<\"\n\t\t},\n\t\t\"n\": 1.50\n\t}\n", written, StringComparison.Ordinal);
        Assert.Contains("\"x\": null", written, StringComparison.Ordinal);
        Assert.Contains("\"stats\": {}", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":0,"maxTime":1,"version":2}""")]
    [InlineData("""{"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":0,"maxTime":1}""")]
    [InlineData("""{"ulid":"short","minTime":0,"maxTime":1,"version":1}""")]
    [InlineData("""{"ulid":7,"minTime":0,"maxTime":1,"version":1}""")]
    [InlineData("""{"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":0,"maxTime":1,"stats":null,"version":1}""")]
    public void Read_NotABlock_NamesTheFile(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("meta.json"), text);
        Assert.Contains(folder.File("meta.json"), Assert.Throws<CorruptionException>(() => BlockMetaFile.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OverAnother_ReplacesIt()
    {
        using var folder = new TemporaryFolder();
        var meta = BlockMetaFile.Parse(Encoding.UTF8.GetBytes(Compacted));
        BlockMetaFile.Write(folder.Path, meta);
        BlockMetaFile.Write(folder.Path, meta with { Compaction = meta.Compaction.WithHint(BlockCompaction.FromStaleSeries).WithHint(BlockCompaction.FromOutOfOrder) });
        Assert.Equal(["from-out-of-order", "from-stale-series"], BlockMetaFile.Read(folder.Path).Compaction.Hints);
        Assert.Equal([folder.File("meta.json")], Directory.GetFiles(folder.Path));
    }
}
