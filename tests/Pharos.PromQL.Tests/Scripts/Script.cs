using System.Text;
using Pharos.Foundation.RegularExpressions;
using Pharos.Foundation.Time;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>A script in Prometheus's test language: data is loaded, queries are evaluated, results are compared.</summary>
internal sealed class Script
{
    private readonly string[] _lines;
    private readonly List<ScriptCommand> _commands = [];
    private int _at;

    private Script(string text)
    {
        _lines = Array.ConvertAll(text.Split('\n'), static line => line.Trim() is var trimmed && trimmed.StartsWith('#') ? "" : trimmed);
    }

    public static IReadOnlyList<ScriptCommand> Parse(string text)
    {
        var script = new Script(text);
        while (script._at < script._lines.Length)
        {
            if (script._lines[script._at].Length == 0)
            {
                script._at++;
                continue;
            }

            script._commands.Add(script.ParseCommand());
        }

        return script._commands;
    }

    private ScriptCommand ParseCommand()
    {
        var line = _lines[_at];
        try
        {
            var word = line.Split([' ', '\t'], 2)[0].ToLowerInvariant();
            if (word == "clear")
            {
                _at++;
                return new ClearCommand(_at);
            }

            return word.StartsWith("load", StringComparison.Ordinal) ? ParseLoad(word)
                : word.StartsWith("eval", StringComparison.Ordinal) ? ParseEval(word)
                : throw new FormatException($"invalid command {line}");
        }
        catch (Exception exception) when (exception is FormatException or PromQLSyntaxException)
        {
            throw new FormatException($"line {_at + 1}: {exception.Message}", exception);
        }
    }

    private LoadCommand ParseLoad(string word)
    {
        var number = _at + 1;
        var step = PrometheusDuration.Parse(_lines[_at++].Split([' ', '\t'], 2)[1].Trim());
        var series = new List<LoadedSeries>();
        IReadOnlyList<long?>? starts = null;
        for (; _at < _lines.Length && _lines[_at].Length > 0; _at++)
        {
            var line = _lines[_at];
            var space = line.IndexOfAny([' ', '\t']);
            if (space > 0 && line[..space].EndsWith("@st", StringComparison.Ordinal))
            {
                starts = StartSequence.Parse(line[space..]);
                continue;
            }

            var description = PromQLParser.ParseSeriesDescription(Encoding.UTF8.GetBytes(line));
            series.Add(new LoadedSeries(description.Labels, description.Values, starts));
            starts = null;
        }

        return new LoadCommand(number, (long)step.TotalMilliseconds, word == "load_with_nhcb", series);
    }

    private EvalCommand ParseEval(string word)
    {
        var command = new EvalCommand(_at + 1);
        var (kind, rest) = Split(Split(_lines[_at]).Others);
        if (kind == "instant")
        {
            rest = Expect("at", rest);
            (var at, rest) = Split(rest);
            command.StartMs = command.EndMs = Time(at);
        }
        else if (kind == "range")
        {
            (var from, rest) = Split(Expect("from", rest));
            (var to, rest) = Split(Expect("to", rest));
            (var step, rest) = Split(Expect("step", rest));
            (command.StartMs, command.EndMs, command.StepMs) = (Time(from), Time(to), Time(step));
            command.IsRange = true;
        }
        else
        {
            throw new FormatException("expected instant or range");
        }

        command.Query = rest;
        command.AddShorthand(word);
        for (_at++; _at < _lines.Length && _lines[_at].Length > 0; _at++)
        {
            if (ParseExpectation(command, _lines[_at]))
            {
                _at++;
                break;
            }
        }

        return command;
    }

    /// <summary>True where the expectation is the last one that the command can have.</summary>
    private static bool ParseExpectation(EvalCommand command, string line)
    {
        if (line.StartsWith("expected_fail_message", StringComparison.Ordinal))
        {
            command.Failures.Add(new TextExpectation(line["expected_fail_message".Length..].Trim(), null));
            return true;
        }

        if (line.StartsWith("expected_fail_regexp", StringComparison.Ordinal))
        {
            command.Failures.Add(new TextExpectation(null, Re2Regex.Compile(line["expected_fail_regexp".Length..].Trim())));
            return true;
        }

        if (line.StartsWith("expect range vector", StringComparison.Ordinal))
        {
            var (from, rest) = Split(Expect("from", line["expect range vector".Length..].Trim()));
            (var to, rest) = Split(Expect("to", rest));
            command.Samples = (Time(from), Time(to), Time(Expect("step", rest)));
            return false;
        }

        if (line.StartsWith("expect string", StringComparison.Ordinal))
        {
            var literal = PromQLParser.Parse(line["expect string".Length..].Trim(), ParserOptions.Everything);
            command.Text = ((StringLiteral)literal).Text;
            return false;
        }

        if (line.Split(' ')[0] == "expect")
        {
            command.Add(line["expect".Length..].Trim());
            return false;
        }

        if (TryParseNumber(line, out var number))
        {
            command.Scalar = number;
            return true;
        }

        var series = PromQLParser.ParseSeriesDescription(Encoding.UTF8.GetBytes(line));
        command.Expected.RemoveAll(other => other.Labels == series.Labels);
        command.Expected.Add(new ExpectedSeries(command.SeriesLines++, series.Labels, series.Values));
        return false;
    }

    private static bool TryParseNumber(string text, out double value)
    {
        value = 0;
        if (text.StartsWith('{') || text.Contains(' ', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            var expression = PromQLParser.Parse(text, ParserOptions.Everything);
            var sign = 1;
            if (expression is UnaryExpression unary)
            {
                sign = unary.Operator == UnaryOperator.Minus ? -1 : 1;
                expression = unary.Operand;
            }

            if (expression is NumberLiteral number)
            {
                value = sign * number.Value;
                return true;
            }
        }
        catch (PromQLSyntaxException)
        {
            return false;
        }

        return false;
    }

    private static string Expect(string word, string text)
    {
        var (first, rest) = Split(text);
        return first == word ? rest : throw new FormatException($"expected {word}, found {first}");
    }

    private static (string First, string Others) Split(string text)
    {
        var space = text.IndexOfAny([' ', '\t']);
        return space < 0 ? (text, "") : (text[..space], text[space..].Trim());
    }

    private static long Time(string text) => text == "0" ? 0 : (long)PrometheusDuration.Parse(text).TotalMilliseconds;
}
