namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>What bounds the memory and time that a pattern can ask for. The first three are Go's and decide what is accepted.</summary>
internal static class Re2Limits
{
    /// <summary>The most that braces may ask for, also as the product of nested ones.</summary>
    public const int Repeat = 1000;

    /// <summary>The greatest height of a tree.</summary>
    public const int Height = 1000;

    /// <summary>The most instructions a pattern may compile to: 128 MiB of Go's instructions of 40 bytes.</summary>
    public const long Size = (128 << 20) / 40;

    /// <summary>The most ranges all classes of a pattern may hold together: 128 MiB of Go's pairs of code points.</summary>
    public const long ClassRanges = (128 << 20) / 8;
}
