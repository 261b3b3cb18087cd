namespace Pharos.PromQL.Annotating;

/// <summary>Line and column of a byte in a query, both counted from 1.</summary>
internal readonly record struct LinePosition(int Line, int Column)
{
    public static LinePosition Of(ReadOnlySpan<byte> query, int offset)
    {
        var before = query[..Math.Min(offset, query.Length)];
        return new LinePosition(before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }

    public override string ToString() => $"{Line}:{Column}";
}
