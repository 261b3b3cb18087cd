using System.Text;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class SymbolCursorTests
{
    [Fact]
    public void Merged_AnySets_IsTheSortedUnion()
    {
        var random = new Random(9);
        for (var round = 0; round < 200; round++)
        {
            var all = new SortedSet<string>(StringComparer.Ordinal);
            var sets = new SymbolSet[random.Next(5)];
            for (var i = 0; i < sets.Length; i++)
            {
                sets[i] = new SymbolSet();
                for (var left = random.Next(400); left > 0; left--)
                {
                    var text = random.Next(500) is var number and > 0 ? "s" + number : "";
                    all.Add(text);
                    sets[i].Add(Encoding.UTF8.GetBytes(text));
                }
            }

            Assert.Equal(all, Texts(new MergedSymbols(sets.Select(static set => set.Sorted()))));
        }
    }

    private static List<string> Texts(SymbolCursor cursor)
    {
        var texts = new List<string>();
        while (cursor.MoveNext())
        {
            texts.Add(Encoding.UTF8.GetString(cursor.Current));
        }

        Assert.False(cursor.MoveNext());
        return texts;
    }
}
