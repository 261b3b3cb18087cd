using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Sets a label to what a regular expression finds in another one, where it matches.</summary>
internal sealed class LabelReplace : LabelFunction
{
    private readonly AnchoredRegex _regex;
    private readonly byte[] _source;
    private readonly byte[] _template;
    private readonly int[] _groups;

    private LabelReplace(QueryRun run, VectorOperator input, byte[] target, byte[] template, byte[] source, AnchoredRegex regex)
        : base(run, input, target)
    {
        _regex = regex;
        _source = source;
        _template = template;
        _groups = new int[2 * (regex.GroupCount + 1)];
    }

    /// <exception cref="QueryException">The expression or the label's name is not valid.</exception>
    public static LabelReplace Create(VectorCall call)
    {
        var target = call.Text(1).ToArray();
        AnchoredRegex regex;
        try
        {
            regex = AnchoredRegex.CompileWrapped(call.Text(4).Span);
        }
        catch (Re2SyntaxException exception)
        {
            throw new QueryException(
                $"invalid regular expression in label_replace(): {Encoding.UTF8.GetString(call.Text(4).Span)}", exception);
        }

        if (!NameValidation.IsLabelName(target, NameValidationScheme.Utf8))
        {
            throw new QueryException($"invalid destination label name in label_replace(): {Encoding.UTF8.GetString(target)}");
        }

        return new LabelReplace(call.Run, call.Vector(0), target, call.Text(2).ToArray(), call.Text(3).ToArray(), regex);
    }

    protected override bool TryAppendValue(LabelsView labels, ByteBuffer value)
    {
        var source = labels[_source];
        if (!_regex.Match(source, _groups))
        {
            return false;
        }

        _regex.Expand(value, _template, source, _groups);
        return true;
    }
}
