using Pharos.Tsdb.Head.Postings;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Tests.Head;

public sealed class SlotSetTests
{
    [Theory]
    [InlineData(20, 1)]
    [InlineData(300, 2)]
    [InlineData(200_000, 3)]
    [InlineData(5_000_000, 4)]
    public void AddAndRemove_AtRandom_EqualsASortedSet(int range, int seed)
    {
        using var memory = new SlabAllocator();
        var random = new Random(seed);
        var set = default(SlotSet);
        var expected = new SortedSet<uint>();
        for (var step = 0; step < 30_000; step++)
        {
            // Mostly growing, with stretches of shrinking down to nothing.
            var slot = (uint)random.Next(range);
            if (step % 10_000 < 8_000 && random.Next(4) > 0)
            {
                set.Add(slot, memory);
                expected.Add(slot);
            }
            else
            {
                set.Remove(slot, memory);
                expected.Remove(slot);
            }

            if (step % 1_009 == 0)
            {
                AssertEqual(expected, set, (uint)range);
            }
        }

        foreach (var slot in expected.ToList())
        {
            set.Remove(slot, memory);
        }

        Assert.Equal(0u, set.Count);
        set.Add(7, memory);
        Assert.True(set.Contains(7));
        set.Free(memory);
    }

    [Fact]
    public void Add_DenseRange_CostsAnEighthOfAByteEach()
    {
        using var memory = new SlabAllocator();
        var set = default(SlotSet);
        for (uint slot = 0; slot < 1 << 20; slot++)
        {
            set.Add(slot, memory);
        }

        Assert.Equal(1u << 20, set.Count);
        Assert.InRange(memory.ReservedBytes, 1 << 17, 6 << 20);
        set.Free(memory);
    }

    private static void AssertEqual(SortedSet<uint> expected, SlotSet set, uint limit)
    {
        Assert.Equal((uint)expected.Count, set.Count);
        var listed = new uint[set.Count];
        set.CopyTo(listed);
        Assert.Equal(expected, listed);
        using var bitmap = new SlotBitmap(limit);
        set.AddTo(bitmap);
        var fromBitmap = new uint[bitmap.Count()];
        bitmap.CopyTo(fromBitmap);
        Assert.Equal(expected, fromBitmap);
        set.RemoveFrom(bitmap);
        Assert.Equal(0, bitmap.Count());
        foreach (var slot in expected.Take(50))
        {
            Assert.True(set.Contains(slot));
            Assert.Equal(expected.Contains(slot + 1), set.Contains(slot + 1));
        }
    }
}
