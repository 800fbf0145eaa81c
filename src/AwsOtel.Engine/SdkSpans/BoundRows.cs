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

    /// <param name="shared">Attributes that are set at another place too.</param>
    public static BoundRows Bind(Type type, IEnumerable<AttributeRow> rows, IReadOnlySet<string> shared)
    {
        var bound = new List<Row>();
        foreach (var row in rows)
        {
            if (MemberPath.For(type, row.Path) is { } path)
                bound.Add(new Row(row, path, shared.Contains(row.Attribute)));
        }

        return new BoundRows(type, bound.ToArray());
    }

    /// <summary>Reads every row's member and sets its attribute. A row that fails costs its own attribute only.</summary>
    public void Apply(SpanAttributes attributes, object owner)
    {
        foreach (var (row, path, isShared) in _rows)
        {
            try
            {
                FaultPoint.Reach("read ");
                if ((path.Read(owner) ?? (row.AbsentIsEmpty ? Empty : null)) is not { } value || row.Convert(value) is not { } converted)
                    continue;
                if (converted is string text && Redactor.MayHaveSignature(text))
                    converted = Redactor.Redact(text);
                if (isShared)
                    attributes.Span.SetTag(row.Attribute, converted);
                else
                    attributes.Set(row.Attribute, converted);
            }
            catch (Exception e)
            {
                OwnFailures.Record("read " + row.Attribute, e);
            }
        }
    }

    /// <param name="IsShared">Whether another row of the operation has the same attribute: then the last one that has a value counts.</param>
    private readonly record struct Row(AttributeRow Source, MemberPath Path, bool IsShared);
}
