using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Remote.Receiving;

/// <summary>What reading a request needs and the next one uses again. For one request at a time.</summary>
internal sealed class RequestScratch
{
    /// <summary>Longer lists are not kept room for.</summary>
    private const int MostKept = 1 << 16;

    public LabelsBuilder Labels { get; } = new();

    public LabelsBuilder ExemplarLabels { get; } = new();

    /// <summary>The symbols of the request, by their places in it.</summary>
    public List<(ProtoRange Place, SeriesKey Key)> Symbols { get; } = [];

    /// <summary>Which symbols the labels of a series are, name and value in turn.</summary>
    public List<uint> Refs { get; } = [];

    /// <summary>The same of an exemplar.</summary>
    public List<uint> ExemplarRefs { get; } = [];

    /// <summary>To be called before the next use.</summary>
    public void Clear()
    {
        Clear(Symbols);
        Clear(Refs);
        Clear(ExemplarRefs);
    }

    private static void Clear<T>(List<T> list)
    {
        list.Clear();
        if (list.Capacity > MostKept)
        {
            list.Capacity = 0;
        }
    }
}
