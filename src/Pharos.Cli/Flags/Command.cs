namespace Pharos.Cli.Flags;

/// <summary>
/// A word that chooses what a program does, with flags and arguments of its own, or with further commands to choose from. Flags of a command
/// can be given behind all that it leads to.
/// </summary>
internal sealed class Command(string name, string summary)
{
    private readonly List<Flag> _flags = [];
    private readonly List<Argument> _arguments = [];
    private readonly List<Command> _commands = [];

    public string Name { get; } = name;

    public string Summary { get; } = summary;

    public IReadOnlyList<Flag> Flags => _flags;

    public IReadOnlyList<Argument> Arguments => _arguments;

    /// <summary>A command that has others does nothing itself.</summary>
    public IReadOnlyList<Command> Commands => _commands;

    /// <summary>Does it and returns the exit status. Null where there are further commands, or this version does not have it.</summary>
    public Func<Terminal, int>? Run { get; init; }

    /// <summary>What is said where this version does not have it.</summary>
    public string NotYet => $"'{Path}' is not in this version of Pharos yet" + (ComesWith is null ? "" : $", it comes with {ComesWith}");

    /// <summary>What has to be there before this version has it.</summary>
    public string? ComesWith { get; init; }

    /// <summary>The words that lead here, without the program.</summary>
    public string Path { get; private set; } = "";

    public TFlag Add<TFlag>(TFlag flag)
        where TFlag : Flag
    {
        _flags.Add(flag);
        return flag;
    }

    public Argument Add(Argument argument)
    {
        _arguments.Add(argument);
        return argument;
    }

    /// <summary>Outer commands are put together before inner ones are added to them.</summary>
    public Command Add(Command command)
    {
        command.Path = Path.Length == 0 ? command.Name : $"{Path} {command.Name}";
        _commands.Add(command);
        return command;
    }

    public Command? Find(string name) => _commands.Find(command => command.Name == name);

    /// <summary>The commands that do something, this or those below, in the order of the table.</summary>
    public IEnumerable<Command> Leaves() => _commands.Count == 0 ? [this] : _commands.SelectMany(static command => command.Leaves());

    /// <summary>What help shows behind the program's name.</summary>
    public string Usage()
    {
        var words = new List<string>();
        if (Path.Length > 0)
        {
            words.Add(Path);
        }

        words.Add("[<flags>]");
        words.AddRange(_arguments.Select(static argument => argument.Usage));
        if (_commands.Count > 0)
        {
            words.Add("<command> [<args> ...]");
        }

        return string.Join(' ', words);
    }
}
