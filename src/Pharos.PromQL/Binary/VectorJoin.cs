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
/// <remarks>
/// Numbers are calculated in the row at hand, a column at a time. Histograms, fill values and groups of several series go through
/// <see cref="StepJoin"/>, step by step.
/// </remarks>
internal sealed class VectorJoin : VectorOperator
{
    private readonly VectorOperator _many;
    private readonly VectorOperator _one;
    private readonly BinaryExpression _expression;
    private readonly VectorMatching _matching;
    private readonly bool _isOneLeft;
    private readonly bool _isByColumns;
    private readonly JoinSide _side;
    private readonly JoinLabels _labels;
    private readonly ManyToOneGuard? _guard;
    private readonly StepJoin _steps;

    /// <summary>The steps at which the many side has a sample, looked at only if the one side has conflicts.</summary>
    private readonly StepSet _manySteps;
    private readonly ulong[] _matched;
    private readonly ulong[] _kept;
    private byte[] _key = [];
    private bool _isRead;
    private int _unmatched;

    /// <param name="allowsColumns">False makes everything go step by step, with the same results.</param>
    public VectorJoin(QueryRun run, VectorOperator left, VectorOperator right, BinaryExpression expression, bool allowsColumns = true)
        : base(run, left.Grid)
    {
        _expression = expression;
        _matching = expression.Matching!;
        _isOneLeft = _matching.Cardinality == MatchCardinality.OneToMany;
        _one = _isOneLeft ? left : right;
        _many = _isOneLeft ? right : left;
        var steps = left.Grid.Count;
        var key = _matching.On ? LabelSubset.Only(_matching.Labels) : LabelSubset.AllButNameAnd(_matching.Labels);
        _side = new JoinSide(run, steps, key);
        _labels = new JoinLabels(expression, run.DelaysNames);
        _manySteps = new StepSet(steps);
        _matched = new ulong[StepBits.Words(steps)];
        _kept = new ulong[_matched.Length];
        _isByColumns = allowsColumns && !Fills && expression.Operator is not (BinaryOperator.TrimLower or BinaryOperator.TrimUpper);
        if (_matching.Cardinality != MatchCardinality.OneToOne && !IsUniqueAnyway)
        {
            _guard = new ManyToOneGuard(run, steps);
        }

        _steps = new StepJoin(run, steps, expression, _isOneLeft, _side, _labels, _guard);
    }

    private bool Fills => _matching.FillLeft is not null || _matching.FillRight is not null;

    /// <summary>Whether no two series of the many side can have the same result labels, because nothing is taken away that tells them apart.</summary>
    private bool IsUniqueAnyway => _matching.Include.Count == 0 && (_many.HasOneName || !_labels.DropsName) && !Fills;

    protected override bool Advance(Row row)
    {
        if (!_isRead)
        {
            _side.Read(_one);
            _isRead = true;
        }

        if (_steps.TryTake(row))
        {
            return true;
        }

        if (_many.Next(row))
        {
            try
            {
                Match(row);
            }
            catch (QueryException) when (_side.HasConflicts)
            {
                // What is wrong with the one side alone is said first.
                while (_many.Next(row))
                {
                    _manySteps.TryAddAll(row);
                }

                ThrowIfAmbiguous();
                throw;
            }

            return true;
        }

        return FillNext(row);
    }

    /// <summary>Makes the result of a series of the many side; empties the row if there is none, or if it is waiting to be taken.</summary>
    private void Match(Row row)
    {
        if (_side.HasConflicts)
        {
            _manySteps.TryAddAll(row);
        }

        var number = _side.Find(row.Labels);
        if (number >= 0 && _isByColumns && !row.HasHistograms && _side.TryGetColumn(number, out var column))
        {
            Calculate(row, number, column);
            return;
        }

        if (number >= 0 || _matching.FillRight is not null)
        {
            _steps.Match(row, number);
        }

        row.ClearSamples();
    }

    /// <summary>Puts the result in the place of the many side's numbers.</summary>
    private void Calculate(Row row, int number, ReadOnlySpan<double> one)
    {
        // Fast path: two columns of numbers.
        if (!StepBits.WritePresent(row.Values, one, _matched))
        {
            row.ClearSamples();
            return;
        }

        if (_matching.Cardinality == MatchCardinality.OneToOne && !StepBits.TryAddAll(_side.MatchedOf(number), _matched))
        {
            throw StepJoin.MultipleMatches();
        }

        var left = _isOneLeft ? one : row.Values;
        ColumnArithmetic.Apply(_expression.Operator, left, _isOneLeft ? row.Values : one, left, _expression.ReturnsBool, row.Values);
        if (_guard is null)
        {
            _labels.Combine(row, _side.LabelsOf(number));
            return;
        }

        // The key may be a part of the labels that are changed.
        var key = Keep(_side.KeyOf(row.Labels));
        _labels.Combine(row, _side.LabelsOf(number));
        StepBits.WritePresent(row.Values, row.Values, _kept);
        _guard.Add(key, row.Labels, _matched, _kept);
    }

    private LabelsView Keep(LabelsView key)
    {
        if (_key.Length < key.Encoded.Length)
        {
            _key = new byte[key.Encoded.Length * 2];
        }

        key.Encoded.CopyTo(_key);
        return new LabelsView(_key.AsSpan(0, key.Encoded.Length));
    }

    /// <summary>After the many side has passed by: looks at what was wrong, and takes the series of the one side without a match.</summary>
    private bool FillNext(Row row)
    {
        if (_unmatched == 0)
        {
            ThrowIfAmbiguous();
        }

        while (_matching.FillLeft is { } fill && _unmatched < _side.Count)
        {
            _steps.Fill(_unmatched++, fill);
            if (_steps.TryTake(row))
            {
                return true;
            }
        }

        return false;
    }

    private void ThrowIfAmbiguous() =>
        _side.ThrowIfAmbiguous(step => Fills || _manySteps.Contains(step), _isOneLeft ? "left" : "right");
}
