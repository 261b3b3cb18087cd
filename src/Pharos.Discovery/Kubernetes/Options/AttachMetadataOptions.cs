using Pharos.Configuration;

namespace Pharos.Discovery.Kubernetes.Options;

/// <summary>Which other objects give labels to targets. Each kind has to be watched for that.</summary>
public sealed class AttachMetadataOptions : IOptions
{
    public bool Node { get; set; }

    public bool Namespace { get; set; }

    public bool Deployment { get; set; }

    public bool Job { get; set; }

    public bool CronJob { get; set; }

    public void Describe(Fields fields)
    {
        Node = fields.Bool("node", Node);
        Namespace = fields.Bool("namespace", Namespace);
        Deployment = fields.Bool("deployment", Deployment);
        Job = fields.Bool("job", Job);
        CronJob = fields.Bool("cronjob", CronJob);
    }
}
