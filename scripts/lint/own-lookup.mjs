/**
 * An ESLint rule: names from files and users must not be looked up with `table[name]`, because every object has a
 * "constructor", and a value assigned to "__proto__" is lost.
 */
import ts from 'typescript';

/** @type {import('eslint').Rule.RuleModule} */
export const ownLookup = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      read: 'Every object has a "constructor": look names up with own(table, name) from src/own.ts, or in a Map.',
      write: 'A value assigned to "__proto__" is lost: collect entries for Object.fromEntries, or use a Map.',
    },
  },
  create(context) {
    const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
    /** @type {ts.TypeChecker} */
    const checker = program.getTypeChecker();
    /** @param {unknown} node */
    const typeOf = (node) => checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node));
    return {
      'MemberExpression[computed=true]'(/** @type {any} */ node) {
        if (!isAnyString(checker, typeOf(node.property)) || !hasAnyName(checker, typeOf(node.object))) return;
        const isWritten =
          (node.parent.type === 'AssignmentExpression' && node.parent.left === node) ||
          (node.parent.type === 'UnaryExpression' && node.parent.operator === 'delete');
        context.report({ node, messageId: isWritten ? 'write' : 'read' });
      },
    };
  },
};

/**
 * Whether the type of a key is any string, not a union of literals.
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @returns {boolean}
 */
function isAnyString(checker, type) {
  if (type.isUnion()) return type.types.some((each) => isAnyString(checker, each));
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint !== undefined && constraint !== type && isAnyString(checker, constraint);
  }
  // A branded string is an intersection.
  if (type.isIntersection()) return type.types.some((each) => isAnyString(checker, each));
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) !== 0;
}

/**
 * Whether an object's type allows entries with any name.
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @returns {boolean}
 */
function hasAnyName(checker, type) {
  if (type.isUnion()) return type.types.some((each) => hasAnyName(checker, each));
  return checker.getIndexInfoOfType(checker.getApparentType(type), ts.IndexKind.String) !== undefined;
}
