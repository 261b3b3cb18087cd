namespace Pharos.Foundation.RegularExpressions.Automata;

/// <summary>What a state of the deterministic automaton stands for: instructions, ascending, and what stands before the position.</summary>
internal sealed class Kernel : IEquatable<Kernel>
{
    private readonly int _hash;

    /// <param name="instructions">Ascending. The kernel owns the array from here on.</param>
    /// <param name="before">What stands before the position.</param>
    public Kernel(int[] instructions, Neighbour before)
    {
        Instructions = instructions;
        Before = before;
        var hash = (uint)before;
        foreach (var instruction in instructions)
        {
            hash = (uint.RotateLeft(hash, 5) ^ (uint)instruction) * 0x9E3779B1;
        }

        _hash = (int)hash;
    }

    public int[] Instructions { get; }

    public Neighbour Before { get; }

    public bool Equals(Kernel? other) =>
        other is not null && _hash == other._hash && Before == other.Before && Instructions.AsSpan().SequenceEqual(other.Instructions);

    public override bool Equals(object? obj) => Equals(obj as Kernel);

    public override int GetHashCode() => _hash;
}
