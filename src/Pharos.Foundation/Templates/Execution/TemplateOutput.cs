using System.Text;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>What a template has written so far.</summary>
internal sealed class TemplateOutput
{
    /// <summary>A loop in a template can write without end.</summary>
    private const int MaxLength = 32 << 20;

    private readonly StringBuilder _text = new();

    public void Append(string text)
    {
        if (_text.Length + text.Length > MaxLength)
        {
            throw new TemplateException(FormattableString.Invariant($"template: output is longer than {MaxLength} characters"));
        }

        _text.Append(text);
    }

    public override string ToString() => _text.ToString();
}
