using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Tests.Memory;

public sealed unsafe class SlabAllocatorTests
{
    [Fact]
    public void RoundUp_EverySize_FitsAndWastesLittle()
    {
        for (var bytes = 1; bytes <= SizeClass.Largest; bytes++)
        {
            var rounded = SizeClass.RoundUp(bytes);
            Assert.True(rounded >= bytes);
            Assert.True(rounded - bytes <= Math.Max(16, bytes / 4), $"{bytes} → {rounded}");
            Assert.Equal(rounded, SizeClass.RoundUp(rounded));
        }
    }

    [Fact]
    public void AllocateAndFree_AtRandom_PiecesNeverOverlap()
    {
        using var memory = new SlabAllocator();
        var random = new Random(1);
        var pieces = new List<(nint Address, int Bytes, byte Mark)>();
        for (var step = 0; step < 50_000; step++)
        {
            if (pieces.Count == 0 || random.Next(100) < 55)
            {
                var bytes = random.Next(20) == 0 ? random.Next(1, 12_000) : random.Next(1, 300);
                var mark = (byte)random.Next(256);
                var piece = memory.Allocate(bytes);
                new Span<byte>(piece, bytes).Fill(mark);
                pieces.Add(((nint)piece, bytes, mark));
            }
            else
            {
                var index = random.Next(pieces.Count);
                var (address, bytes, mark) = pieces[index];
                Assert.False(new ReadOnlySpan<byte>((byte*)address, bytes).ContainsAnyExcept(mark));
                memory.Free((byte*)address, bytes);
                pieces[index] = pieces[^1];
                pieces.RemoveAt(pieces.Count - 1);
            }
        }

        foreach (var (address, bytes, mark) in pieces)
        {
            Assert.False(new ReadOnlySpan<byte>((byte*)address, bytes).ContainsAnyExcept(mark));
            memory.Free((byte*)address, bytes);
        }

        // A slab of each class may stay.
        Assert.True(memory.ReservedBytes <= (long)SizeClass.Count * (256 << 10));
    }
}
