using Pharos.Foundation.Text;

namespace Pharos.Cli.Flags;

/// <summary>What the command line asks for before anything else.</summary>
internal enum FlagOutcome
{
    Run,
    Help,
    Manual,
    Version,
}

/// <summary>
/// A program's flags and the grammar of its command line, which is kingpin's, because users' scripts are written for it:
/// <c>--name=value</c>, <c>--name value</c>, switches as <c>--name</c> and <c>--no-name</c> (and <c>--name=true</c>, which is ours), short
/// flags together as <c>-ab</c>, <c>@file</c> for arguments from a file, <c>--</c> to end the flags. Where a program has commands, words choose
/// one, and its flags are known from there on.
/// </summary>
internal sealed class FlagSet
{
    private readonly List<Flag> _flags = [];
    private readonly SwitchFlag _help = new("help", "Show help and exit.") { Short = 'h' };
    private readonly SwitchFlag _helpLong = new("help-long", "Show help and exit.") { IsHidden = true };
    private readonly SwitchFlag _helpMan = new("help-man", "Show a manual page and exit.") { IsHidden = true };
    private readonly SwitchFlag _version = new("version", "Show version and build and exit.");
    private readonly IReadOnlyCollection<string> _notYet;

    /// <param name="notYet">Names of the reference's flags that this version does not have.</param>
    /// <param name="command">Where the words begin that choose a command; null for a program that does one thing and takes no words.</param>
    public FlagSet(IReadOnlyCollection<string> notYet, Command? command = null)
    {
        _notYet = notYet;
        _flags.AddRange([_help, _helpLong, _helpMan, _version]);
        Command = command;
        _flags.AddRange(command?.Flags ?? []);
    }

    /// <summary>The command that the words have chosen until now.</summary>
    public Command? Command { get; private set; }

    /// <summary>In the order of the table, the general ones first.</summary>
    public IReadOnlyList<Flag> Flags => _flags;

    /// <summary>Those that are the program's own, not the general ones.</summary>
    public IEnumerable<Flag> OwnFlags => _flags.Where(flag => flag != _help && flag != _helpLong && flag != _helpMan && flag != _version);

    public TFlag Add<TFlag>(TFlag flag)
        where TFlag : Flag
    {
        _flags.Add(flag);
        return flag;
    }

    /// <summary>Reads the command line into the flags.</summary>
    /// <exception cref="FlagException">It cannot be understood. Nothing is to be done then, not even help.</exception>
    public FlagOutcome Parse(IReadOnlyList<string> arguments)
    {
        var given = Read(ArgumentFiles.Expand(arguments));
        var general = given.Find(one => one.Text == "true" && (one.Flag == _help || one.Flag == _helpLong || one.Flag == _helpMan || one.Flag == _version));
        if (general.Flag is not null)
        {
            return general.Flag == _version ? FlagOutcome.Version : general.Flag == _helpMan ? FlagOutcome.Manual : FlagOutcome.Help;
        }

        foreach (var (flag, text) in given)
        {
            flag.Take(text);
        }

        RequireComplete();
        return FlagOutcome.Run;
    }

    private List<(Flag Flag, string Text)> Read(List<string> arguments)
    {
        var given = new List<(Flag, string)>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                foreach (var word in arguments.Skip(i + 1))
                {
                    TakeWord(word);
                }

                return given;
            }

            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                ReadLong(argument, arguments, ref i, given);
            }
            else if (argument.Length > 1 && argument[0] == '-')
            {
                ReadShort(argument, arguments, ref i, given);
            }
            else
            {
                TakeWord(argument);
            }
        }

        return given;
    }

    private void TakeWord(string word)
    {
        if (Command is { Commands.Count: > 0 } outer)
        {
            Command = outer.Find(word) ?? throw new FlagException(
                $"expected command but got {GoQuote.Quote(word)}{NearestName.Hint(word, outer.Commands.Select(static one => one.Name))}, try --help");
            _flags.AddRange(Command.Flags);

            // Whatever follows: its flags are not known here.
            if (Command is { Commands.Count: 0, Run: null })
            {
                throw new FlagException(Command.NotYet);
            }

            return;
        }

        var argument = Command?.Arguments.FirstOrDefault(static one => one.IsRepeatable || one.Values.Count == 0);
        (argument ?? throw Unexpected(word)).Take(word);
    }

    private void RequireComplete()
    {
        if (Command is null)
        {
            return;
        }

        if (Command.Commands.Count > 0)
        {
            throw new FlagException(Command.Path.Length == 0 ? "expected a command, try --help" : $"must select a subcommand of '{Command.Path}', try --help");
        }

        var missingFlags = _flags.Where(static flag => flag is { IsRequired: true, IsGiven: false }).Select(static flag => $"'--{flag.Name}'").ToList();
        if (missingFlags.Count > 0)
        {
            throw new FlagException($"required flag(s) {string.Join(", ", missingFlags)} not provided, try --help");
        }

        if (Command.Arguments.FirstOrDefault(static one => one.IsRequired && one.Values.Count == 0) is { } missing)
        {
            throw new FlagException($"required argument '{missing.Name}' not provided, try --help");
        }

        foreach (var path in Command.Arguments.Where(static one => one.IsExistingFile).SelectMany(static one => one.Values).Where(static path => !File.Exists(path)))
        {
            throw new FlagException(Directory.Exists(path) ? $"'{path}' is a directory, try --help" : $"path '{path}' does not exist, try --help");
        }
    }

    private void ReadLong(string argument, List<string> arguments, ref int i, List<(Flag, string)> given)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument[2..] : argument[2..equals];
        var value = equals < 0 ? null : argument[(equals + 1)..];
        if (Find(name) is { } flag)
        {
            given.Add((flag, value ?? (flag.IsSwitch ? "true" : Next(flag, "--" + name, arguments, ref i))));
        }
        else if (value is null && name.StartsWith("no-", StringComparison.Ordinal) && Find(name[3..]) is { IsSwitch: true } negated)
        {
            given.Add((negated, "false"));
        }
        else
        {
            throw Unknown(name);
        }
    }

    private void ReadShort(string argument, List<string> arguments, ref int i, List<(Flag, string)> given)
    {
        for (var at = 1; at < argument.Length; at++)
        {
            var letter = argument[at];
            var flag = _flags.Find(one => one.Short == letter) ?? throw new FlagException($"unknown short flag '-{letter}', try --help");
            if (flag.IsSwitch)
            {
                given.Add((flag, "true"));
                continue;
            }

            // The rest of the word is the value, if there is a rest.
            given.Add((flag, at + 1 < argument.Length ? argument[(at + 1)..] : Next(flag, "-" + letter, arguments, ref i)));
            return;
        }
    }

    private static string Next(Flag flag, string written, List<string> arguments, ref int i)
    {
        if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
        {
            return arguments[++i];
        }

        throw new FlagException($"expected argument for flag '{written}' ({flag.ValueText[1..]}), try --help");
    }

    private Flag? Find(string name) => _flags.Find(flag => flag.Name == name);

    private FlagException Unknown(string name)
    {
        var bare = name.StartsWith("no-", StringComparison.Ordinal) ? name[3..] : name;
        if (_notYet.Contains(bare))
        {
            return new FlagException($"flag '--{name}' is not in this version of Pharos yet");
        }

        var known = _flags.Where(static flag => !flag.IsHidden).Select(static flag => "--" + flag.Name);
        return new FlagException($"unknown long flag '--{name}'{NearestName.Hint("--" + name, known)}, try --help");
    }

    private static FlagException Unexpected(string argument) => new($"unexpected {argument}, try --help");
}
