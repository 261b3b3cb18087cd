using System.Text;
using Pharos.Model;

namespace Pharos.Instrumentation.Collectors;

/// <summary>Joins the pieces of families and finds contradictions between them.</summary>
internal sealed partial class FamilyRecorder
{
    /// <summary>Joins and sorts what was written. Throws if collectors contradict each other.</summary>
    public void Order()
    {
        RankFamilies();
        for (var i = 0; i < _points.Count; i++)
        {
            _pointOrder.Add(i);
        }

        _pointOrder.Span.Sort(_byLabels);
        CheckUnique();
        JoinFamilies();
    }

    /// <summary>Gives families of one name one rank, the place of the name among all.</summary>
    private void RankFamilies()
    {
        for (var i = 0; i < _families.Count; i++)
        {
            _familyOrder.Add(i);
        }

        _familyOrder.Span.Sort(_byName);
        if (_ranks.Length < _families.Count)
        {
            _ranks = new int[_families.Count * 2];
        }

        var rank = -1;
        for (var i = 0; i < _familyOrder.Count; i++)
        {
            var isNew = i == 0 || !NameAt(i).SequenceEqual(NameAt(i - 1));
            rank += isNew ? 1 : 0;
            _ranks[_familyOrder[i]] = rank;
            if (!isNew)
            {
                CheckSame(in _families[_familyOrder[i]], in _families[_familyOrder[i - 1]]);
            }
        }
    }

    private void JoinFamilies()
    {
        for (var i = 0; i < _familyOrder.Count; i++)
        {
            if (Count == 0 || _ranks[_familyOrder[i]] != _ranks[_familyOrder[Count - 1]])
            {
                _familyOrder[Count++] = _familyOrder[i];
            }
        }
    }

    private void CheckSame(in RecordedFamily one, in RecordedFamily other)
    {
        if (one.Type != other.Type
            || !Bytes(one.Help).SequenceEqual(Bytes(other.Help))
            || !Bytes(one.Unit).SequenceEqual(Bytes(other.Unit)))
        {
            throw new MetricCollectionException(
                $"metric \"{Encoding.UTF8.GetString(Bytes(one.Name))}\"", "it was written twice with different type, help or unit");
        }
    }

    private void CheckUnique()
    {
        for (var i = 1; i < _pointOrder.Count; i++)
        {
            ref readonly var point = ref _points[_pointOrder[i]];
            if (_byLabels(_pointOrder[i - 1], _pointOrder[i]) == 0)
            {
                throw new MetricCollectionException(
                    $"metric \"{Encoding.UTF8.GetString(Bytes(_families[point.Family].Name))}\"",
                    $"the labels {new LabelsView(Bytes(point.Labels)).ToString()} were written twice");
            }
        }
    }

    private int CompareNames(int left, int right) => Bytes(_families[left].Name).SequenceCompareTo(Bytes(_families[right].Name));

    private int ComparePoints(int left, int right)
    {
        ref readonly var one = ref _points[left];
        ref readonly var other = ref _points[right];
        var order = _ranks[one.Family].CompareTo(_ranks[other.Family]);
        return order != 0 ? order : new LabelsView(Bytes(one.Labels)).CompareTo(new LabelsView(Bytes(other.Labels)));
    }
}
