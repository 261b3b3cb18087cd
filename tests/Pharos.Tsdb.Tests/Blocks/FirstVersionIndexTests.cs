using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Blocks;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Blocks;

/// <summary>Files of the first version name symbols and series by their offsets, and have their table in no order.</summary>
public sealed class FirstVersionIndexTests
{
    [Fact]
    public void Read_FirstVersion_FindsAll()
    {
        var sets = new[] { Labels.Of(("a", "x"), ("b", "1")), Labels.Of(("a", "x"), ("b", "2")), Labels.Of(("a", "y")) };
        using var index = TestIndex.Open(Build(sets, ["1", "2", "a", "b", "x", "y"]));
        Assert.Equal(1, index.Version);
        Assert.Equal(sets, TestIndex.Select(index));
        Assert.Equal([sets[1]], TestIndex.Select(index, new Matcher(MatchType.Equal, "b", "2")));
        Assert.Equal([sets[0], sets[1]], TestIndex.Select(index, new Matcher(MatchType.Regex, "a", "x.*"), new Matcher(MatchType.NotEqual, "b", "")));
        Assert.Equal(["a"u8.ToArray(), "b"u8.ToArray()], index.LabelNames(0, [], TestContext.Current.CancellationToken));
        Assert.Equal(["1"u8.ToArray(), "2"u8.ToArray()], index.LabelValues("b"u8, 0, [new Matcher(MatchType.Equal, "a", "x")], TestContext.Current.CancellationToken));
        var entry = new SeriesEntry();
        using var all = index.Select([], TestContext.Current.CancellationToken);
        index.ReadSeries(all.Ids[2], entry);
        Assert.Equal([new ChunkMeta(-3, 4, 8)], entry.Chunks.ToArray());
    }

    private static byte[] Build(Labels[] sets, string[] symbols)
    {
        var file = new ByteBuffer();
        file.Append([0xBA, 0xAA, 0xD7, 0x00, 1]);
        var offsets = new Dictionary<string, int>();
        var symbolsAt = file.Length;
        Section(file, section =>
        {
            UInt32(section, symbols.Length);
            foreach (var symbol in symbols)
            {
                offsets.Add(symbol, symbolsAt + 4 + section.Length);
                Text(section, symbol);
            }
        });

        var seriesAt = file.Length;
        var postings = new List<(string Name, string Value, List<int> Ids)> { ("", "", []) };
        foreach (var set in sets)
        {
            var id = file.Length;
            postings[0].Ids.Add(id);
            var body = new ByteBuffer();
            body.AppendVarInt((ulong)set.Count);
            foreach (var label in set.View)
            {
                var (name, value) = (System.Text.Encoding.UTF8.GetString(label.Name), System.Text.Encoding.UTF8.GetString(label.Value));
                body.AppendVarInt((ulong)offsets[name]);
                body.AppendVarInt((ulong)offsets[value]);
                var known = postings.Find(entry => entry.Name == name && entry.Value == value);
                if (known.Ids is null)
                {
                    postings.Add(known = (name, value, []));
                }

                known.Ids.Add(id);
            }

            // One chunk, from -3 to 4.
            body.Append([1, 5, 7, 8]);
            file.AppendVarInt((ulong)body.Length);
            file.Append(body.Written);
            UInt32(file, (int)Crc32C.Compute(body.Written));
        }

        var postingsAt = file.Length;
        var lists = postings.ConvertAll(entry =>
        {
            var at = file.Length;
            Section(file, section =>
            {
                UInt32(section, entry.Ids.Count);
                entry.Ids.ForEach(id => UInt32(section, id));
            });
            return at;
        });

        var tableAt = file.Length;
        Section(file, section =>
        {
            UInt32(section, postings.Count);
            for (var i = postings.Count - 1; i >= 0; i--)
            {
                section.Append((byte)2);
                Text(section, postings[i].Name);
                Text(section, postings[i].Value);
                section.AppendVarInt((ulong)lists[i]);
            }
        });

        var contents = new ByteBuffer();
        foreach (var offset in new[] { symbolsAt, seriesAt, 0, 0, postingsAt, tableAt })
        {
            UInt32(contents, 0);
            UInt32(contents, offset);
        }

        file.Append(contents.Written);
        UInt32(file, (int)Crc32C.Compute(contents.Written));
        return file.ToArray();
    }

    private static void Section(ByteBuffer file, Action<ByteBuffer> write)
    {
        var section = new ByteBuffer();
        write(section);
        UInt32(file, section.Length);
        file.Append(section.Written);
        UInt32(file, (int)Crc32C.Compute(section.Written));
    }

    private static void Text(ByteBuffer destination, string text)
    {
        destination.AppendVarInt((ulong)System.Text.Encoding.UTF8.GetByteCount(text));
        destination.Append(text);
    }

    private static void UInt32(ByteBuffer destination, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination.GetSpan(4), value);
        destination.Advance(4);
    }
}
