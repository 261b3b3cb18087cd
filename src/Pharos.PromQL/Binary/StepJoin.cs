using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>A join's work step by step, for samples of any kind. Results wait here until they are taken.</summary>
internal sealed class StepJoin
{
    private readonly BinaryExpression _expression;
    private readonly VectorMatching _matching;
    private readonly ElementArithmetic _elements;
    private readonly bool _isOneLeft;
    private readonly JoinSide _side;
    private readonly JoinLabels _labels;
    private readonly ManyToOneGuard? _guard;
    private readonly int _steps;
    private readonly ulong[] _matched;
    private readonly ulong[] _kept;
    private readonly LabelsIndex _filledKeys = new();
    private readonly List<ulong[]> _filled = [];
    private readonly Queue<Row> _ready = new();
    private readonly Stack<Row> _spare = new();

    public StepJoin(
        QueryRun run, int steps, BinaryExpression expression, bool isOneLeft, JoinSide side, JoinLabels labels, ManyToOneGuard? guard)
    {
        _expression = expression;
        _matching = expression.Matching!;
        _elements = new ElementArithmetic(run, expression.Operator, expression.Position);
        _isOneLeft = isOneLeft;
        _side = side;
        _labels = labels;
        _guard = guard;
        _steps = steps;
        _matched = new ulong[StepBits.Words(steps)];
        _kept = new ulong[_matched.Length];
    }

    public static QueryException MultipleMatches() =>
        new("multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");

    /// <summary>Fills a row with a result that waits; false if there is none.</summary>
    public bool TryTake(Row row)
    {
        if (!_ready.TryDequeue(out var result))
        {
            return false;
        }

        row.CopyFrom(result);
        _spare.Push(result);
        return true;
    }

    /// <summary>Makes the results of a series of the many side.</summary>
    /// <param name="number">Its group, -1 if there is none.</param>
    public void Match(Row many, int number)
    {
        var group = number < 0 ? null : _side.GroupAt(number);

        // The labels taken over from the one side may differ from step to step, and then the result is in parts.
        var members = group is null ? 0 : _matching.Include.Count > 0 ? group.MemberCount : 1;
        for (var member = 0; member < members; member++)
        {
            var result = Begin(many.Labels, group!.Member(member).View);
            for (var step = 0; step < _steps; step++)
            {
                if (many.HasSample(step) && group.Samples.HasSample(step) && (members == 1 || group.MemberAt(step) == member))
                {
                    Combine(step, many, group.Samples.Values[step], group.Samples.HistogramAt(step), number, result);
                }
            }

            End(many.Labels, result);
        }

        // A fill value for the right side stands for the side that is read whole, as the reference has it.
        if (_matching.FillRight is { } fill)
        {
            var result = Begin(many.Labels, _side.KeyOf(many.Labels).ToLabels().View);
            for (var step = 0; step < _steps; step++)
            {
                if (many.HasSample(step) && (group is null || !group.Samples.HasSample(step)))
                {
                    Combine(step, many, fill, null, -1, result);
                }
            }

            if (_matching.Cardinality == MatchCardinality.OneToOne && !StepBits.TryAddAll(FilledOf(many.Labels), _matched))
            {
                throw MultipleMatches();
            }

            End(many.Labels, result);
        }
    }

    /// <summary>Makes the results of a group at the steps at which it was not matched.</summary>
    /// <param name="fill">Stands for the series of the many side that are missing.</param>
    public void Fill(int number, double fill)
    {
        var group = _side.GroupAt(number);
        for (var member = 0; member < group.MemberCount; member++)
        {
            var one = group.Member(member).View;
            var key = _side.KeyOf(one).ToLabels().View;
            var result = Begin(key, one);
            for (var step = 0; step < _steps; step++)
            {
                if (group.Samples.HasSample(step) && group.MemberAt(step) == member && !StepBits.Contains(_side.MatchedOf(number), step))
                {
                    var (value, histogram) = (group.Samples.Values[step], group.Samples.HistogramAt(step));
                    var element = _isOneLeft ? _elements.Apply(value, histogram, fill, null) : _elements.Apply(fill, null, value, histogram);
                    Put(step, element, number, result);
                }
            }

            End(key, result);
        }
    }

    /// <summary>The steps at which a fill value was the match of a series with the same key.</summary>
    private ulong[] FilledOf(LabelsView labels)
    {
        if (_filledKeys.Add(_side.KeyOf(labels), out var number))
        {
            _filled.Add(new ulong[_matched.Length]);
        }

        return _filled[number];
    }

    private Row Begin(LabelsView many, LabelsView one)
    {
        if (!_spare.TryPop(out var result))
        {
            result = new Row(_steps);
        }

        result.Clear();
        result.SetLabels(many);
        _labels.Combine(result, one);
        Array.Clear(_matched);
        Array.Clear(_kept);
        return result;
    }

    private void End(LabelsView many, Row result)
    {
        _guard?.Add(_side.KeyOf(many), result.Labels, _matched, _kept);
        _ready.Enqueue(result);
    }

    private void Combine(int step, Row many, double oneValue, FloatHistogram? oneHistogram, int number, Row result)
    {
        var element = _isOneLeft
            ? _elements.Apply(oneValue, oneHistogram, many.Values[step], many.HistogramAt(step))
            : _elements.Apply(many.Values[step], many.HistogramAt(step), oneValue, oneHistogram);
        Put(step, element, number, result);
    }

    private void Put(int step, in Element element, int number, Row result)
    {
        if (!element.IsDefined)
        {
            return;
        }

        var isKept = element.Holds || _expression.ReturnsBool;
        StepBits.Add(_matched, step);
        if (number >= 0)
        {
            var matched = _side.MatchedOf(number);
            if (_matching.Cardinality == MatchCardinality.OneToOne && StepBits.Contains(matched, step))
            {
                throw MultipleMatches();
            }

            StepBits.Add(matched, step);
        }

        if (!isKept)
        {
            return;
        }

        StepBits.Add(_kept, step);
        if (_expression.ReturnsBool)
        {
            result.SetValue(step, element.Holds ? 1 : 0);
        }
        else
        {
            result.SetElement(step, element.Value, element.Histogram);
        }
    }
}
