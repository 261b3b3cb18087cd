namespace Pharos.Configuration;

/// <summary>
/// A section of a configuration file. It says its fields once; from that it is read, checked, printed and compared.
/// </summary>
/// <remarks>
/// A new object has the defaults. <see cref="Describe"/> passes each field through: <c>Port = fields.Integer("port", Port);</c> takes what
/// was read, or gives what is there to the one who prints.
/// </remarks>
public interface IOptions
{
    void Describe(Fields fields);
}
