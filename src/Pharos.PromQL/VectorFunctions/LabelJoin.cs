using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Sets a label to the values of others with a separator between them.</summary>
internal sealed class LabelJoin : LabelFunction
{
    private readonly byte[] _separator;
    private readonly byte[][] _sources;

    private LabelJoin(QueryRun run, VectorOperator input, byte[] target, byte[] separator, byte[][] sources)
        : base(run, input, target)
    {
        _separator = separator;
        _sources = sources;
    }

    /// <exception cref="QueryException">The name of a label is not valid.</exception>
    public static LabelJoin Create(VectorCall call)
    {
        var target = call.Text(1).ToArray();
        var sources = new byte[call.ArgumentCount - 3][];
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = Valid(call.Text(i + 3).ToArray(), "source");
        }

        return new LabelJoin(call.Run, call.Vector(0), Valid(target, "destination"), call.Text(2).ToArray(), sources);
    }

    protected override bool TryAppendValue(LabelsView labels, ByteBuffer value)
    {
        for (var i = 0; i < _sources.Length; i++)
        {
            if (i > 0)
            {
                value.Append(_separator);
            }

            value.Append(labels[_sources[i]]);
        }

        return true;
    }

    private static byte[] Valid(byte[] name, string role) => NameValidation.IsLabelName(name, NameValidationScheme.Utf8)
        ? name
        : throw new QueryException($"invalid {role} label name in label_join(): {Encoding.UTF8.GetString(name)}");
}
