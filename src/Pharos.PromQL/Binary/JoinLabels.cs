using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>The labels of a join's results: those of the many side, less what is matched away, with what is taken over from the one side.</summary>
internal sealed class JoinLabels
{
    private readonly VectorMatching _matching;
    private readonly bool _dropsName;
    private readonly bool _dropsNameLater;
    private readonly LabelSubset? _shown;
    private readonly LabelsBuilder _builder = new();
    private readonly Foundation.Bytes.ByteBuffer _buffer = new();

    public JoinLabels(BinaryExpression expression, bool delaysNames)
    {
        _matching = expression.Matching!;
        var changesMeaning = VectorWithScalar.ChangesMeaning(expression.Operator);
        _dropsName = changesMeaning || (expression.ReturnsBool && !delaysNames);
        _dropsNameLater = expression.ReturnsBool && delaysNames;
        if (_matching.Cardinality == MatchCardinality.OneToOne)
        {
            _shown = _matching.On ? LabelSubset.Only(_matching.Labels) : LabelSubset.AllBut(_matching.Labels);
        }
    }

    /// <summary>Gives a row the labels of the result of two series.</summary>
    public void Combine(LabelsView many, LabelsView one, Row result)
    {
        result.SetLabels(many);
        if (_dropsName)
        {
            result.StripName();
        }

        if (_shown is not null)
        {
            result.SetLabels(_shown.Choose(result.Labels, _buffer));
        }

        if (_matching.Include.Count > 0)
        {
            _builder.Reset(result.Labels);
            foreach (var name in _matching.Include)
            {
                _builder.Set(name, one[name]);
            }

            result.SetLabels(_builder.View());
        }

        if (_dropsNameLater)
        {
            result.DropName(isDelayed: true);
        }
    }
}
