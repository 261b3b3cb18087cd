using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>The labels of a join's results: those of the many side, less what is matched away, with what is taken over from the one side.</summary>
internal sealed class JoinLabels
{
    private readonly VectorMatching _matching;
    private readonly bool _dropsNameLater;
    private readonly LabelSubset? _shown;
    private readonly LabelsBuilder _builder = new();
    private readonly Foundation.Bytes.ByteBuffer _buffer = new();

    public JoinLabels(BinaryExpression expression, bool delaysNames)
    {
        _matching = expression.Matching!;
        var changesMeaning = VectorWithScalar.ChangesMeaning(expression.Operator);
        DropsName = changesMeaning || (expression.ReturnsBool && !delaysNames);
        _dropsNameLater = expression.ReturnsBool && delaysNames;
        if (_matching.Cardinality == MatchCardinality.OneToOne)
        {
            _shown = _matching.On ? LabelSubset.Only(_matching.Labels) : LabelSubset.AllBut(_matching.Labels);
        }
    }

    /// <summary>Whether results have no name, though the series may have.</summary>
    public bool DropsName { get; }

    /// <summary>Makes the labels of the result of those of the many side that the row has.</summary>
    /// <param name="one">The labels of the one side.</param>
    public void Combine(Row row, LabelsView one)
    {
        row.KeepName();
        if (DropsName)
        {
            row.StripName();
        }

        if (_shown is not null)
        {
            row.SetLabels(_shown.Choose(row.Labels, _buffer));
        }

        if (_matching.Include.Count > 0)
        {
            _builder.Reset(row.Labels);
            foreach (var name in _matching.Include)
            {
                _builder.Set(name, one[name]);
            }

            row.SetLabels(_builder.View());
        }

        if (_dropsNameLater)
        {
            row.DropName(isDelayed: true);
        }
    }
}
