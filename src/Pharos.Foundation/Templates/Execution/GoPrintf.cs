using System.Globalization;
using System.Text;

namespace Pharos.Foundation.Templates.Execution;

/// <summary>Go's <c>fmt.Sprintf</c> for the values that templates have. What does not fit is shown in the text, as there.</summary>
internal sealed partial class GoPrintf
{
    /// <summary>Widths and precisions beyond it are refused, as there.</summary>
    private const int MaxNumber = 1_000_000;

    private readonly string _format;
    private readonly object?[] _arguments;
    private readonly StringBuilder _output = new();
    private int _at;
    private int _next;
    private bool _isReordered;
    private bool _isGoodIndex;

    private GoPrintf(string format, object?[] arguments)
    {
        (_format, _arguments) = (format, arguments);
    }

    public static string Format(string format, ReadOnlySpan<object?> arguments)
    {
        var printf = new GoPrintf(format, arguments.ToArray());
        printf.Run();
        return printf._output.ToString();
    }

    private char Current => _at < _format.Length ? _format[_at] : '\0';

    private void Run()
    {
        while (_at < _format.Length)
        {
            var percent = _format.IndexOf('%', _at);
            _output.Append(_format, _at, (percent < 0 ? _format.Length : percent) - _at);
            if (percent < 0)
            {
                break;
            }

            _at = percent + 1;
            Directive();
            if (_output.Length > 4 * MaxNumber)
            {
                throw new TemplateFunctionException(FormattableString.Invariant($"text is longer than {4 * MaxNumber} characters"));
            }
        }

        if (!_isReordered && _next < _arguments.Length)
        {
            _output.Append("%!(EXTRA ")
                .AppendJoin(", ", _arguments.Skip(_next).Select(static argument => argument is null ? "<nil>" : $"{TemplateType.NameOf(argument)}={GoPrint.Text(argument)}"))
                .Append(')');
        }
    }

    private void Directive()
    {
        _isGoodIndex = true;
        var spec = new Spec { Precision = -1 };
        ReadFlags(ref spec);
        var isAfterIndex = ReadIndex();
        if (Current == '*')
        {
            _at++;
            if (TakeNumber(out var width))
            {
                spec.IsLeft |= width < 0;
                spec.Width = Math.Abs(width);
            }
            else
            {
                _output.Append("%!(BADWIDTH)");
            }

            isAfterIndex = false;
        }
        else if (TryReadNumber(out var width))
        {
            spec.Width = width;
            _isGoodIndex &= !isAfterIndex;
        }

        if (Current == '.' && _at < _format.Length)
        {
            _at++;
            _isGoodIndex &= !isAfterIndex;
            isAfterIndex = ReadIndex();
            if (Current == '*')
            {
                _at++;
                if (TakeNumber(out var precision) && precision >= 0)
                {
                    spec.Precision = precision;
                }
                else if (precision >= 0)
                {
                    _output.Append("%!(BADPREC)");
                }

                isAfterIndex = false;
            }
            else
            {
                spec.Precision = TryReadNumber(out var precision) ? precision : 0;
            }
        }

        if (!isAfterIndex)
        {
            ReadIndex();
        }

        Verb(spec);
    }

    private void Verb(Spec spec)
    {
        if (_at >= _format.Length)
        {
            _output.Append("%!(NOVERB)");
            return;
        }

        Rune.DecodeFromUtf16(_format.AsSpan(_at), out var verb, out var length);
        _at += length;
        spec.Verb = verb;
        if (verb.Value == '%')
        {
            _output.Append('%');
        }
        else if (!_isGoodIndex)
        {
            _output.Append("%!").Append(verb.ToString()).Append("(BADINDEX)");
        }
        else if (_next >= _arguments.Length)
        {
            _output.Append("%!").Append(verb.ToString()).Append("(MISSING)");
        }
        else
        {
            // A plus means something else with this verb, which no value here knows.
            spec.HasPlus &= verb.Value != 'v';
            _output.Append(Formatted(_arguments[_next++], spec));
        }
    }

    private void ReadFlags(ref Spec spec)
    {
        for (; ; _at++)
        {
            switch (Current)
            {
                case '#':
                    spec.IsSharp = true;
                    break;
                case '0':
                    spec.IsZero = true;
                    break;
                case '+':
                    spec.HasPlus = true;
                    break;
                case '-':
                    spec.IsLeft = true;
                    break;
                case ' ':
                    spec.HasSpace = true;
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>The number of the next argument in brackets.</summary>
    private bool ReadIndex()
    {
        if (Current != '[')
        {
            return false;
        }

        _isReordered = true;
        var close = _format.IndexOf(']', _at);
        if (close < 0)
        {
            _isGoodIndex = false;
            _at++;
            return false;
        }

        var isNumber = int.TryParse(_format.AsSpan(_at + 1, close - _at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index);
        _at = close + 1;
        if (!isNumber || index < 1 || index > _arguments.Length)
        {
            _isGoodIndex = false;
            return false;
        }

        _next = index - 1;
        return true;
    }

    private bool TryReadNumber(out int number)
    {
        number = 0;
        var start = _at;
        for (; char.IsAsciiDigit(Current); _at++)
        {
            number = Math.Min(number * 10 + (Current - '0'), MaxNumber + 1);
        }

        if (number > MaxNumber)
        {
            number = 0;
            return false;
        }

        return _at > start;
    }

    private bool TakeNumber(out int number)
    {
        number = 0;
        if (_next >= _arguments.Length)
        {
            return false;
        }

        var isNumber = _arguments[_next++] is long value && Math.Abs(value) <= MaxNumber;
        number = isNumber ? (int)(long)_arguments[_next - 1]! : 0;
        return isNumber;
    }
}
