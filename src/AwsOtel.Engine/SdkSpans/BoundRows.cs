using System.Diagnostics;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Redaction;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>Rows of a table bound to one type: the rows whose members the type has, with their readers.</summary>
internal sealed class BoundRows
{
    private static readonly object[] Empty = [];

    private readonly Row[] _rows;

    private BoundRows(Type type, Row[] rows)
    {
        Type = type;
        _rows = rows;
    }

    public Type Type { get; }

    public static BoundRows Bind(Type type, IEnumerable<AttributeRow> rows)
    {
        var bound = new List<Row>();
        foreach (var row in rows)
        {
            if (MemberPath.For(type, row.Path) is { } path)
                bound.Add(new Row(row, path));
        }

        return new BoundRows(type, bound.ToArray());
    }

    /// <summary>Reads every row's member and sets its attribute. A row that fails costs its own attribute only.</summary>
    public void Apply(Activity span, object owner)
    {
        foreach (var (row, path) in _rows)
        {
            try
            {
                FaultPoint.Reach("read ");
                if ((path.Read(owner) ?? (row.AbsentIsEmpty ? Empty : null)) is { } value && row.Convert(value) is { } converted)
                    span.SetTag(row.Attribute, converted is string text && Redactor.MayHaveSignature(text) ? Redactor.Redact(text) : converted);
            }
            catch (Exception e)
            {
                OwnFailures.Record("read " + row.Attribute, e);
            }
        }
    }

    private readonly record struct Row(AttributeRow Source, MemberPath Path);
}
