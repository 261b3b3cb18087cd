namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>A range of numbers of values, and how many series have one of them.</summary>
internal readonly record struct ValueParts(uint First, uint Last, uint Uses)
{
    private const int Buckets = 1 << 14;

    /// <summary>
    /// Divides all symbols into ranges whose values are not had by more than so many series; only a range that cannot be divided any more,
    /// at the coarseness of a few thousand steps, may have more.
    /// </summary>
    public static List<ValueParts> Of(SeriesScan series, uint name, uint symbols, int mostUses)
    {
        var width = (symbols + Buckets - 1) / Buckets;
        var uses = new uint[Buckets];
        series.Restart();
        while (series.MoveNext())
        {
            var fields = series.Fields;
            for (var count = fields.TakeVarInt(); count > 0; count--)
            {
                var label = fields.TakeReference();
                var value = fields.TakeReference();
                if (label == name)
                {
                    uses[value / width]++;
                }
            }
        }

        var parts = new List<ValueParts>();
        uint first = 0;
        long sum = 0;
        for (var i = 0; i < Buckets; i++)
        {
            if (sum > 0 && sum + uses[i] > mostUses)
            {
                parts.Add(new ValueParts(first, (uint)i * width - 1, (uint)sum));
                first = (uint)i * width;
                sum = 0;
            }

            sum += uses[i];
        }

        parts.Add(new ValueParts(first, uint.MaxValue, (uint)sum));
        return parts;
    }
}
