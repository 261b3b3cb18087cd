using System.Text;
using Pharos.Configuration;
using Pharos.Foundation.Templates;
using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.PromQL.Syntax;
using Pharos.Rules.Templating;

namespace Pharos.Rules.Files;

/// <summary>Reads rule files and checks what they say: names, expressions, templates.</summary>
public static class RuleFileLoading
{
    /// <exception cref="ConfigurationException">The file is not sound; all that is wrong with it is named.</exception>
    public static RuleFile Load(string path, ParserOptions language, NameValidationScheme scheme, bool ignoresUnknownFields = false)
    {
        string text;
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new ConfigurationProblem(path, 0, 0, "", exception.Message)]);
        }

        return Read(text, path, language, scheme, ignoresUnknownFields);
    }

    /// <inheritdoc cref="Load"/>
    public static RuleFile Read(string text, string path, ParserOptions language, NameValidationScheme scheme, bool ignoresUnknownFields = false)
    {
        var problems = new ConfigurationProblems { IgnoresUnknownFields = ignoresUnknownFields };
        var file = OptionsReader.Read<RuleFile>(text, path, problems);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in file.Groups)
        {
            if (!names.Add(group.Name))
            {
                problems.Add(group, "name", $"groupname: {GoQuote.Quote(group.Name)} is repeated in the same file");
            }

            CheckLabelNames(group, "labels", group.Labels, group.Name, scheme, problems);
            for (var i = 0; i < group.Rules.Count; i++)
            {
                var number = i + 1;
                var rule = group.Rules[i];
                Check(rule, language, scheme, (field, complaint) => problems.Add(
                    rule, field, FormattableString.Invariant($"group {GoQuote.Quote(group.Name)}, rule {number}, {GoQuote.Quote(rule.Name)}: {complaint}")));
            }
        }

        problems.ThrowIfAny();
        return file;
    }

    private static void CheckLabelNames(
        IOptions section, string field, SortedDictionary<string, string> labels, string group, NameValidationScheme scheme, ConfigurationProblems problems)
    {
        foreach (var name in labels.Keys.Where(name => !IsLabelName(name, scheme)))
        {
            problems.Add(section, field, $"group {GoQuote.Quote(group)}: invalid label name: {name}");
        }
    }

    private static bool IsLabelName(string name, NameValidationScheme scheme) =>
        name != "__name__" && NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), scheme);

    private static void Check(RuleOptions rule, ParserOptions language, NameValidationScheme scheme, Action<string, string> add)
    {
        if (rule.Record.Length > 0 && rule.Alert.Length > 0)
        {
            add("record", "only one of 'record' and 'alert' must be set");
        }

        if (rule.Record.Length == 0 && rule.Alert.Length == 0)
        {
            add("record", "one of 'record' or 'alert' must be set");
        }

        CheckExpression(rule, language, add);
        if (rule.Record.Length > 0)
        {
            CheckRecording(rule, scheme, add);
        }

        foreach (var (name, value) in rule.Labels)
        {
            if (!IsLabelName(name, scheme))
            {
                add("labels", "invalid label name: " + name);
            }
            else if (value.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)) != value)
            {
                add("labels", "invalid label value: " + value);
            }
        }

        foreach (var name in rule.Annotations.Keys.Where(name => !NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), scheme)))
        {
            add("annotations", "invalid annotation name: " + name);
        }

        if (rule.IsAlert)
        {
            CheckTemplates(rule, "labels", rule.Labels, add);
            CheckTemplates(rule, "annotations", rule.Annotations, add);
        }
    }

    private static void CheckExpression(RuleOptions rule, ParserOptions language, Action<string, string> add)
    {
        if (rule.Expression.Length == 0)
        {
            add("expr", "field 'expr' must be set in rule");
            return;
        }

        try
        {
            PromQLParser.Parse(rule.Expression, language);
        }
        catch (PromQLSyntaxException exception)
        {
            add("expr", "could not parse expression: " + exception.Message);
        }
    }

    private static void CheckRecording(RuleOptions rule, NameValidationScheme scheme, Action<string, string> add)
    {
        if (rule.Annotations.Count > 0)
        {
            add("annotations", "invalid field 'annotations' in recording rule");
        }

        if (rule.For != TimeSpan.Zero)
        {
            add("for", "invalid field 'for' in recording rule");
        }

        if (rule.KeepFiringFor != TimeSpan.Zero)
        {
            add("keep_firing_for", "invalid field 'keep_firing_for' in recording rule");
        }

        if (!NameValidation.IsMetricName(Encoding.UTF8.GetBytes(rule.Record), scheme))
        {
            add("record", "invalid recording rule name: " + rule.Record);
        }

        // Such a name is valid, but nobody means it: braces belong into the expression.
        if (rule.Record.AsSpan().ContainsAny('{', '}'))
        {
            add("record", "braces present in the recording rule name; should it be in expr?: " + rule.Record);
        }
    }

    private static void CheckTemplates(RuleOptions rule, string field, SortedDictionary<string, string> texts, Action<string, string> add)
    {
        foreach (var (name, text) in texts)
        {
            try
            {
                AlertTemplate.Check(rule.Alert, text);
            }
            catch (TemplateException exception)
            {
                add(field, $"{(field == "labels" ? "label" : "annotation")} {GoQuote.Quote(name)}: {exception.Message}");
            }
        }
    }
}
