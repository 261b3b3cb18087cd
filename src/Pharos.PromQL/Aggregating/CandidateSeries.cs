using Pharos.Model;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>
/// The labels of series that are candidates at some step, each held once and only as long as it is one. A series has a number while it is
/// held. Not safe for concurrent use.
/// </summary>
internal sealed class CandidateSeries
{
    private readonly List<Entry> _entries = [];
    private readonly Stack<int> _free = [];

    /// <summary>One more than the greatest number that was given.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes the labels of a row over. The series is held until it has been released as often as it was retained.</summary>
    public int Add(Row row)
    {
        if (!_free.TryPop(out var number))
        {
            number = _entries.Count;
            _entries.Add(new Entry());
        }

        _entries[number].Set(row);
        return number;
    }

    public void Retain(int number) => _entries[number].Uses++;

    public void Release(int number)
    {
        if (--_entries[number].Uses == 0)
        {
            _free.Push(number);
        }
    }

    /// <summary>At how many steps the series is a candidate.</summary>
    public int UsesOf(int number) => _entries[number].Uses;

    /// <summary>Gives a row the labels of a series.</summary>
    public void Restore(int number, Row row) => _entries[number].Restore(row);

    private sealed class Entry
    {
        private byte[] _labels = [];
        private int _length;
        private bool _isNameDropped;

        public int Uses { get; set; }

        public void Set(Row row)
        {
            var encoded = row.Labels.Encoded;
            if (_labels.Length < encoded.Length)
            {
                _labels = new byte[encoded.Length];
            }

            encoded.CopyTo(_labels);
            _length = encoded.Length;
            _isNameDropped = row.IsNameDropped;
        }

        public void Restore(Row row)
        {
            row.SetLabels(new LabelsView(_labels.AsSpan(0, _length)));
            if (_isNameDropped)
            {
                row.DropName(isDelayed: true);
            }
        }
    }
}
