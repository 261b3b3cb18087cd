using Pharos.Configuration;

namespace Pharos.Discovery.Kubernetes.Options;

/// <summary>An entry of <c>selectors</c>: which objects of a kind the API server is to send, in its own words.</summary>
public sealed class SelectorOptions : IOptions
{
    public KubernetesRole? Role { get; set; }

    public string Label { get; set; } = "";

    public string Field { get; set; } = "";

    public void Describe(Fields fields)
    {
        Role = fields.Value("role", KubernetesRoles.Kind, Role);
        Label = fields.Text("label", Label);
        Field = fields.Text("field", Field);
        var (wrongLabel, wrongField) = (LabelSelector.Complaint(Label), FieldSelector.Complaint(Field));
        fields.Check(wrongLabel is null, "label", $"invalid selector: {wrongLabel}");
        fields.Check(wrongField is null, "field", $"invalid selector: {wrongField}");
    }
}
