using System.Globalization;
using System.Text;
using Pharos.Configuration;
using Pharos.Model;
using Pharos.PromQL.Syntax;
using Pharos.Rules.Files;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>check rules</c>, and what <c>check config</c> says of rule files.</summary>
/// <param name="findsDuplicates">Whether rules that give the same series are complained of.</param>
internal sealed class CheckRules(Terminal terminal, ParserOptions language, bool findsDuplicates, bool ignoresUnknownFields)
{
    /// <summary>How all files were judged together: the worst one counts.</summary>
    public enum Verdict
    {
        Sound,

        /// <summary>There are complaints, but all files would be loaded.</summary>
        Untidy,

        Broken,
    }

    public Verdict Check(IReadOnlyList<string> files, NameValidationScheme scheme = NameValidationScheme.Utf8)
    {
        var worst = Verdict.Sound;
        foreach (var file in files)
        {
            terminal.Output.Write($"Checking {file}\n");
            var verdict = Check(() => RuleFileLoading.Load(file, language, scheme, ignoresUnknownFields));
            worst = verdict > worst ? verdict : worst;
        }

        return worst;
    }

    /// <summary>What is piped in.</summary>
    public Verdict CheckInput()
    {
        const string Name = "standard input";
        terminal.Output.Write($"Checking {Name}\n");
        var text = Encoding.UTF8.GetString(StandardInput.ReadAll(terminal));
        return Check(() => RuleFileLoading.Read(text, Name, language, NameValidationScheme.Utf8, ignoresUnknownFields));
    }

    private Verdict Check(Func<RuleFile> load)
    {
        RuleFile file;
        try
        {
            file = load();
        }
        catch (ConfigurationException error)
        {
            terminal.Error.Write("  FAILED:\n" + string.Concat(error.Problems.Select(static problem => problem + "\n")));
            return Verdict.Broken;
        }

        var duplicates = findsDuplicates ? DuplicatesOf(file) : [];
        if (duplicates.Count > 0)
        {
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"  FAILED:\nlint error {duplicates.Count} duplicate rule(s) found.\n"));
            foreach (var rule in duplicates)
            {
                terminal.Error.Write($"Metric: {rule.Name}\nLabel(s):\n" + string.Concat(rule.Labels.Select(static label => $"\t{label.Key}: {label.Value}\n")));
            }

            terminal.Error.Write("Might cause inconsistency while recording expressions\n");
        }
        else
        {
            terminal.Output.Write(string.Create(CultureInfo.InvariantCulture, $"  SUCCESS: {file.Groups.Sum(static group => group.Rules.Count)} rules found\n"));
        }

        terminal.Output.Write("\n");
        return duplicates.Count > 0 ? Verdict.Untidy : Verdict.Sound;
    }

    /// <summary>Each rule that has the name and the labels of another one before it.</summary>
    private static List<RuleOptions> DuplicatesOf(RuleFile file)
    {
        var known = new HashSet<(string Name, Labels Labels)>();
        return
        [
            .. file.Groups.SelectMany(static group => group.Rules)
                .OrderBy(static rule => rule.Name, StringComparer.Ordinal)
                .Where(rule => !known.Add((rule.Name, Rules.RuleLabels.Of(rule.Labels)))),
        ];
    }
}
