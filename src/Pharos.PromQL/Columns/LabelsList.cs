using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.PromQL.Columns;

/// <summary>Label sets one behind the other in one piece of memory, numbered from 0. Not safe for concurrent use.</summary>
internal sealed class LabelsList
{
    private readonly ByteBuffer _labels = new();
    private readonly List<int> _ends = [];

    /// <summary>Valid until the next one is added.</summary>
    public LabelsView this[int number]
    {
        get
        {
            var start = number == 0 ? 0 : _ends[number - 1];
            return new LabelsView(_labels.Written[start.._ends[number]]);
        }
    }

    public void Add(LabelsView labels)
    {
        _labels.Append(labels.Encoded);
        _ends.Add(_labels.Length);
    }
}
