using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>
/// An arithmetic operator or a comparison between the series of two vectors that are equal in the labels matched on. One side is read whole
/// first; the series of the other, of which several may belong to one of the first, pass by.
/// </summary>
internal sealed class VectorJoin : VectorOperator
{
    private readonly VectorOperator _many;
    private readonly VectorOperator _one;
    private readonly BinaryExpression _expression;
    private readonly VectorMatching _matching;
    private readonly ElementArithmetic _elements;
    private readonly bool _isOneLeft;
    private readonly JoinSide _side;
    private readonly JoinLabels _labels;
    private readonly ManyToOneGuard? _guard;
    private readonly StepSet _manySteps;
    private readonly Row _source;
    private readonly Queue<Row> _ready = new();
    private bool _isRead;
    private int _unmatched;

    public VectorJoin(QueryRun run, VectorOperator left, VectorOperator right, BinaryExpression expression)
        : base(run, left.Grid)
    {
        _expression = expression;
        _matching = expression.Matching!;
        _isOneLeft = _matching.Cardinality == MatchCardinality.OneToMany;
        _one = _isOneLeft ? left : right;
        _many = _isOneLeft ? right : left;
        _elements = new ElementArithmetic(run, expression.Operator, expression.Position);
        var key = _matching.On ? LabelSubset.Only(_matching.Labels) : LabelSubset.AllButNameAnd(_matching.Labels);
        _side = new JoinSide(key);
        _labels = new JoinLabels(expression, run.DelaysNames);
        _manySteps = new StepSet(left.Grid.Count);
        _source = new Row(left.Grid.Count);
        if (_matching.Cardinality != MatchCardinality.OneToOne)
        {
            _guard = new ManyToOneGuard();
        }
    }

    // The sides of a join with a fill value are named as they are written, except that the side read whole takes the right one's.
    private double? FillForOne => _matching.FillRight;

    private double? FillForMany => _matching.FillLeft;

    public override void Dispose()
    {
        _many.Dispose();
        _one.Dispose();
        base.Dispose();
    }

    protected override bool Advance(Row row)
    {
        if (!_isRead)
        {
            _side.Read(Run, _one);
            _isRead = true;
        }

        while (_ready.Count == 0)
        {
            if (_many.Next(_source))
            {
                Match(_source);
            }
            else if (!FillNext())
            {
                return false;
            }
        }

        row.CopyFrom(_ready.Dequeue());
        return true;
    }

    /// <summary>Puts the results of a series of the many side into the queue.</summary>
    private void Match(Row many)
    {
        for (var step = 0; step < many.Steps; step++)
        {
            if (many.HasSample(step))
            {
                _manySteps.Add(step);
            }
        }

        var group = _side.Find(many.Labels);
        if (group is null && FillForOne is null)
        {
            return;
        }

        // The labels taken over from the one side may differ from step to step, and then the result is in parts.
        var members = _matching.Include.Count > 0 ? group?.MemberCount ?? 0 : Math.Min(group?.MemberCount ?? 0, 1);
        for (var member = 0; member < members; member++)
        {
            var only = _matching.Include.Count > 0 ? member : -1;
            Enqueue(many, group, group!.Member(member).View, step => group.Samples.HasSample(step) && (only < 0 || group.MemberAt(step) == only));
        }

        if (FillForOne is not null)
        {
            Enqueue(many, null, _side.KeyOf(many.Labels).ToLabels().View, step => group is null || !group.Samples.HasSample(step));
        }
    }

    private void Enqueue(Row many, JoinGroup? group, LabelsView one, Func<int, bool> includes)
    {
        var result = new Row(many.Steps);
        _labels.Combine(many.Labels, one, result);
        _guard?.Begin(_side.KeyOf(many.Labels), result.Labels);
        for (var step = 0; step < many.Steps; step++)
        {
            if (many.HasSample(step) && includes(step))
            {
                Combine(step, many, group, result);
            }
        }

        _ready.Enqueue(result);
    }

    private void Combine(int step, Row many, JoinGroup? group, Row result)
    {
        var oneValue = group is null ? FillForOne!.Value : group.Samples.Values[step];
        var oneHistogram = group?.Samples.HistogramAt(step);
        var element = _isOneLeft
            ? _elements.Apply(oneValue, oneHistogram, many.Values[step], many.HistogramAt(step))
            : _elements.Apply(many.Values[step], many.HistogramAt(step), oneValue, oneHistogram);
        Put(step, element, group, result);
    }

    private void Put(int step, in Element element, JoinGroup? group, Row result)
    {
        if (!element.IsDefined)
        {
            return;
        }

        var isKept = element.Holds || _expression.ReturnsBool;
        if (_guard is not null)
        {
            _guard.Add(step, isKept);
        }
        else if (group is not null && group.Matched.Contains(step))
        {
            throw new QueryException("multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        }

        group?.Matched.Add(step);
        if (_expression.ReturnsBool)
        {
            result.SetValue(step, element.Holds ? 1 : 0);
        }
        else if (isKept)
        {
            result.SetElement(step, element.Value, element.Histogram);
        }
    }

    /// <summary>After the many side has passed by: looks at what was wrong, and takes the next series of the one side without a match.</summary>
    private bool FillNext()
    {
        if (_unmatched == 0)
        {
            var fills = FillForOne is not null || FillForMany is not null;
            _side.ThrowIfAmbiguous(step => fills || _manySteps.Contains(step), _isOneLeft ? "left" : "right");
        }

        if (FillForMany is not { } fill || _unmatched == _side.Groups.Count)
        {
            return false;
        }

        var group = _side.Groups[_unmatched++];
        for (var member = 0; member < group.MemberCount; member++)
        {
            Fill(group, member, fill);
        }

        return true;
    }

    private void Fill(JoinGroup group, int member, double fill)
    {
        var result = new Row(Grid.Count);
        var one = group.Member(member).View;
        var key = _side.KeyOf(one).ToLabels();
        _labels.Combine(key.View, one, result);
        _guard?.Begin(key.View, result.Labels);
        for (var step = 0; step < result.Steps; step++)
        {
            if (group.Samples.HasSample(step) && group.MemberAt(step) == member && !group.Matched.Contains(step))
            {
                var (value, histogram) = (group.Samples.Values[step], group.Samples.HistogramAt(step));
                var element = _isOneLeft ? _elements.Apply(value, histogram, fill, null) : _elements.Apply(fill, null, value, histogram);
                Put(step, element, group, result);
            }
        }

        _ready.Enqueue(result);
    }
}
